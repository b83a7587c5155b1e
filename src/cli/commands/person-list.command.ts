import { defineCommand } from '../define-command.ts'

export const personListCommand = defineCommand({
  name: 'person list',
  summary: 'List people with their roles and where these reach',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: (await api()).list<object>('/v1/people', { limit: 200 }),
    columns: ['email', 'name', 'roles', 'hasSecondFactor', 'disabledAt', 'id'],
  }),
})
