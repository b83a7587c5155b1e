import { defineCommand } from '../define-command.ts'

export const keyRotateCommand = defineCommand({
  name: 'key rotate',
  summary: 'Re-seal every stored secret under a new master key: all of them or none',
  details: 'A generated key is replaced by itself. With REEVE_MASTER_KEY, put the new key in front of the old one first and restart.',
  run: async ({ api }) => ({ kind: 'item', item: await (await api()).post<object>('/v1/keys/rotate') }),
})
