import { defineCommand } from '../define-command.ts'

export const signInShowCommand = defineCommand({
  name: 'sign-in show',
  summary: 'Show whether passwords sign in, who keeps one, and what sign-in is bound by',
  run: async ({ api }) => {
    const client = await api()
    const settings = await client.get<object>('/v1/sign-in-settings')
    return { kind: 'item', item: { ...settings, rules: await client.get<object>('/v1/sign-in-settings/rules') } }
  },
})
