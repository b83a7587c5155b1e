import { defineCommand } from '../define-command.ts'

type Me = {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly person: { readonly email: string; readonly roles: readonly { readonly role: string; readonly scope: string | null }[] } | null
  readonly permissions: readonly { readonly permission: string; readonly scope: string | null }[]
}

export const whoamiCommand = defineCommand({
  name: 'whoami',
  summary: 'Show who the commands act as, at which server, and what they may do where',
  run: async ({ api }) => {
    const client = await api()
    const { kind, id, name, person, permissions } = await client.get<Me>('/v1/me')
    const item = {
      url: client.url,
      kind,
      id,
      name,
      email: person?.email ?? null,
      roles: person?.roles ?? null,
      permissions: permissions.map(({ permission, scope }) => (scope === null ? permission : `${permission} in ${scope}`)),
    }
    return { kind: 'item', item }
  },
})
