import { defineCommand } from '../define-command.ts'
import { organizationBody, organizationOptions } from '../organization-options.ts'
import { previewRendering, type Preview } from '../preview-rendering.ts'

type Registration = {
  readonly organization: object
  readonly warnings: readonly { readonly message: string }[]
  readonly syncJobId: string | null
}

export const orgAddCommand = defineCommand({
  name: 'org add',
  summary: 'Register an organization: check it against AWS, store it, start its first sync',
  details: 'With --dry-run nothing is stored; the accounts that would be imported are listed.',
  options: { ...organizationOptions, 'dry-run': { type: 'boolean', summary: 'Only show what would be imported' } },
  run: async (call) => {
    const client = await call.api()
    const body = organizationBody(call)
    if (call.flag('dry-run') === true) return previewRendering(call, await client.post<Preview>('/v1/organizations/preview', body))
    const { organization, warnings, syncJobId } = await client.post<Registration>('/v1/organizations', body)
    for (const { message } of warnings) call.io.note(`warning: ${message}`)
    if (syncJobId !== null) call.io.note(`The first sync has started: reeve job show ${syncJobId}`)
    return { kind: 'item', item: organization }
  },
})
