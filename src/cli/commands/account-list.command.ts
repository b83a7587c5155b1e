import { defineCommand } from '../define-command.ts'
import { takeRows } from '../take-rows.ts'

const columns = ['accountId', 'name', 'email', 'status', 'state', 'orgPath', 'organization', 'inclusion']
const sorts = columns.flatMap((column) => [column, `-${column}`])

export const accountListCommand = defineCommand({
  name: 'account list',
  summary: 'List accounts with status, place and badges',
  details: 'Example: reeve account list --selector "ou:/Sports/** and badge:tier=1" --output csv',
  options: {
    org: { type: 'string', value: 'ORG', summary: 'Only accounts of this organization (o-… or nickname)', fields: ['organization'] },
    status: {
      type: 'string',
      choices: ['pending', 'ok', 'assume_failed', 'permission_missing', 'scp_blocked', 'suspended', 'detached'],
      summary: 'Only accounts with this status',
    },
    state: { type: 'string', summary: 'Only accounts in this AWS state, such as ACTIVE' },
    inclusion: { type: 'string', summary: 'Only accounts so included, such as imported or excluded_prefix; all but detached when absent' },
    path: { type: 'string', value: 'PATH', summary: 'Only accounts at Root/Sports and below' },
    badge: { type: 'string', value: 'KEY[=VALUE]', summary: 'Only accounts with this badge' },
    search: { type: 'string', value: 'TEXT', summary: 'Part of a name or e-mail, or an account id', fields: ['q'] },
    attention: { type: 'boolean', summary: 'Only accounts that Reeve cannot reach or that AWS has suspended' },
    selector: { type: 'string', summary: 'Scope in the selector language' },
    sort: {
      type: 'string',
      value: '[-]COLUMN',
      choices: sorts,
      summary:
        'By accountId (when absent), name, email, status, state, orgPath, organization or inclusion; with a minus the other way round: --sort=-name',
    },
    limit: { type: 'integer', min: 1, max: 10_000_000, summary: 'At most so many; all when absent' },
  },
  run: async ({ api, text, flag, integer }) => {
    const limit = integer('limit') ?? Infinity
    const query = {
      organization: text('org'),
      status: text('status'),
      state: text('state'),
      inclusion: text('inclusion'),
      path: text('path'),
      badge: text('badge'),
      q: text('search'),
      attention: flag('attention'),
      selector: text('selector'),
      sort: text('sort'),
      limit: Math.min(limit, 1000),
    }
    const rows = takeRows((await api()).list<object>('/v1/accounts', query), limit)
    return { kind: 'rows', rows, columns: ['accountId', 'name', 'state', 'status', 'orgPath', 'organizationId', 'statusReason'] }
  },
})
