import { defineCommand } from '../define-command.ts'

type Row = {
  readonly tokens: readonly { readonly expiresAt: string; readonly revokedAt: string | null; readonly lastUsedAt: string | null }[]
}

export const scimListCommand = defineCommand({
  name: 'scim list',
  summary: 'List directories that provision people over SCIM, and when their tokens end',
  run: async ({ api }) => {
    const { items } = await (await api()).get<{ items: Row[] }>('/v1/scim-connections')
    const rows = items.map((item) => {
      const live = item.tokens.filter(({ revokedAt }) => revokedAt === null)
      return {
        ...item,
        tokenExpiresAt: live[0]?.expiresAt ?? null,
        lastUsedAt:
          live
            .map((token) => token.lastUsedAt ?? '')
            .toSorted()
            .at(-1) || null,
      }
    })
    return { kind: 'rows', rows, columns: ['id', 'name', 'identityProvider', 'users', 'groups', 'tokenExpiresAt', 'lastUsedAt', 'baseUrl'] }
  },
})
