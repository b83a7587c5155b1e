import { defineCommand } from '../define-command.ts'
import { organizationArgument, organizationBody, organizationOptions } from '../organization-options.ts'
import { type Preview, previewRendering } from '../preview-rendering.ts'

type Edited = { readonly organization: object; readonly warnings: readonly { readonly message: string }[] }

export const orgEditCommand = defineCommand({
  name: 'org edit',
  summary: 'Change settings or credentials of a registered organization; what is not given stays',
  details: 'Credentials are replaced as a whole: give both roles, each with an ExternalId or the word that there is none.',
  arguments: [organizationArgument],
  options: { ...organizationOptions, 'dry-run': { type: 'boolean', summary: 'Only show what would change' } },
  run: async (call) => {
    const client = await call.api()
    const path = `/v1/organizations/${encodeURIComponent(call.must('org'))}`
    const body = organizationBody(call)
    if (call.flag('dry-run') === true) return previewRendering(call, await client.post<Preview>(`${path}/preview`, body))
    const { etag } = await client.send({ path })
    const edited = await client.send<Edited>({ method: 'PATCH', path, body, ...(etag === undefined ? {} : { ifMatch: etag }) })
    for (const { message } of edited.body.warnings) call.io.note(`warning: ${message}`)
    return { kind: 'item', item: edited.body.organization }
  },
})
