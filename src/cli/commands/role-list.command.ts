import { defineCommand } from '../define-command.ts'

export const roleListCommand = defineCommand({
  name: 'role list',
  summary: 'List roles with what they may do',
  run: async ({ api }) => {
    const { items } = await (await api()).get<{ items: object[] }>('/v1/roles')
    return { kind: 'rows', rows: items, columns: ['name', 'description', 'permissions'] }
  },
})
