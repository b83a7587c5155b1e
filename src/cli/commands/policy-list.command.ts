import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

const types: Readonly<Record<string, string>> = { scp: 'SERVICE_CONTROL_POLICY', rcp: 'RESOURCE_CONTROL_POLICY' }

export const policyListCommand = defineCommand({
  name: 'policy list',
  summary: 'List SCPs and RCPs as last synced',
  options: {
    org: { type: 'string', value: 'ORG', summary: 'Only policies of this organization (o-… or nickname)', fields: ['organization'] },
    type: { type: 'string', choices: Object.keys(types), summary: 'Only policies of this type' },
    search: { type: 'string', value: 'TEXT', summary: 'Part of a name, or a policy id', fields: ['q'] },
    limit: { type: 'integer', min: 1, max: 1_000_000, summary: 'At most so many; all when absent' },
  },
  run: async ({ api, text, integer }) => {
    const limit = integer('limit') ?? Infinity
    const query = { organization: text('org'), type: types[text('type') ?? ''], q: text('search'), limit: Math.min(limit, 1000) }
    const rows = takeRows((await api()).list<object>('/v1/policies', query), limit)
    return { kind: 'rows', rows, columns: ['policyId', 'name', 'type', 'organizationId', 'attachments', 'characters'] }
  },
})
