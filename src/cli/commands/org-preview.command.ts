import { defineCommand } from '../define-command.ts'
import { organizationArgument, organizationBody, organizationOptions } from '../organization-options.ts'
import { type Preview, previewRendering } from '../preview-rendering.ts'

export const orgPreviewCommand = defineCommand({
  name: 'org preview',
  summary: 'Show which accounts a registration, or changed settings, would import; exit 3 when something would change',
  arguments: [
    { ...organizationArgument, isOptional: true, summary: 'a registered organization; without it, the flags describe a new one' },
  ],
  options: organizationOptions,
  run: async (call) => {
    const org = call.text('org')
    const path = org === undefined ? '/v1/organizations/preview' : `/v1/organizations/${encodeURIComponent(org)}/preview`
    return previewRendering(call, await (await call.api()).post<Preview>(path, organizationBody(call)))
  },
})
