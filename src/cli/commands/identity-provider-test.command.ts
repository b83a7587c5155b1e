import { defineCommand, UsageError } from '../define-command.ts'

type Provider = { readonly id: string; readonly issuer: string }

export const identityProviderTestCommand = defineCommand({
  name: 'identity-provider test',
  summary: 'Ask an issuer for its description, without storing anything',
  arguments: [{ name: 'provider', summary: 'id of a provider, or the address of an issuer', fields: ['issuer'] }],
  run: async ({ api, must }) => {
    const client = await api()
    const ref = must('provider')
    const { items } = ref.includes(':') ? { items: [] } : await client.get<{ items: Provider[] }>('/v1/identity-providers')
    const issuer = ref.includes(':') ? ref : items.find(({ id }) => id === ref)?.issuer
    if (issuer === undefined) throw new UsageError([`<provider> ${ref}: there is none. See: reeve identity-provider list`])
    return { kind: 'item', item: await client.post<object>('/v1/identity-providers/test', { issuer }) }
  },
})
