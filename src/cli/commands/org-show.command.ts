import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

export const orgShowCommand = defineCommand({
  name: 'org show',
  summary: 'Show a registered organization: its settings, roles, counts and last validation',
  arguments: [organizationArgument],
  run: async ({ api, must }) => ({
    kind: 'item',
    item: await (await api()).get<object>(`/v1/organizations/${encodeURIComponent(must('org'))}`),
  }),
})
