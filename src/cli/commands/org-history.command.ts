import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'
import { takeRows } from '../take-rows.ts'

export const orgHistoryCommand = defineCommand({
  name: 'org history',
  summary: 'What happened to the organization, newest first: who joined, left, moved, was suspended; tags and policies from → to',
  arguments: [organizationArgument],
  options: {
    kind: { type: 'string', summary: 'Only events of this kind' },
    subject: { type: 'string', value: 'ID', summary: 'Only events of this account, OU or policy' },
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many; 100 when absent' },
  },
  run: async ({ api, must, text, integer }) => {
    const limit = integer('limit') ?? 100
    const path = `/v1/organizations/${encodeURIComponent(must('org'))}/events`
    const rows = (await api()).list<object>(path, { kind: text('kind'), subject: text('subject'), limit: Math.min(limit, 1000) })
    return { kind: 'rows', rows: takeRows(rows, limit), columns: ['at', 'kind', 'subjectKind', 'subjectId', 'before', 'after', 'actor'] }
  },
})
