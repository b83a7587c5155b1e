import { defineCommand } from '../define-command.ts'

export const identityProviderListCommand = defineCommand({
  name: 'identity-provider list',
  summary: 'List providers that people sign in through, and what their claims give',
  run: async ({ api }) => {
    const { items } = await (await api()).get<{ items: object[] }>('/v1/identity-providers')
    return { kind: 'rows', rows: items, columns: ['id', 'name', 'issuer', 'clientId', 'hasClientSecret', 'scopes', 'grants', 'version'] }
  },
})
