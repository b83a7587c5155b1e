import { defineCommand } from '../define-command.ts'

export const tokenListCommand = defineCommand({
  name: 'token list',
  summary: 'List API tokens; their secrets are never shown again',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: (await api()).list<object>('/v1/tokens'),
    columns: ['name', 'prefix', 'role', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedAt', 'id'],
  }),
})
