import { defineCommand } from '../define-command.ts'

export const sessionListCommand = defineCommand({
  name: 'session list',
  summary: 'List where one is signed in oneself',
  run: async ({ api }) => {
    const { items } = await (await api()).get<{ items: object[] }>('/v1/me/sessions')
    return { kind: 'rows', rows: items, columns: ['id', 'address', 'userAgent', 'createdAt', 'expiresAt', 'isThis'] }
  },
})
