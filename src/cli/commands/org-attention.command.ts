import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

export const orgAttentionCommand = defineCommand({
  name: 'org attention',
  summary: 'List what somebody should look at: suspended accounts, removals held back; exit 3 when there is something',
  arguments: [organizationArgument],
  run: async ({ api, must }) => {
    const rows = await (await api()).get<readonly object[]>(`/v1/organizations/${encodeURIComponent(must('org'))}/attention`)
    return { kind: 'rows', rows, columns: ['raisedAt', 'kind', 'subjectId', 'detail'], exitCode: rows.length > 0 ? 3 : 0 }
  },
})
