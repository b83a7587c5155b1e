import { words } from '../../../lib/words.ts'

export type Permission = { readonly permission: string; readonly summary: string }
export type PermissionGroup = { readonly area: string; readonly permissions: readonly Permission[] }

const areas: Readonly<Record<string, string>> = {
  organizations: 'Organizations',
  accounts: 'Accounts',
  badges: 'Badges',
  policies: 'Policies',
  jobs: 'Jobs',
  audit: 'Audit trail',
  people: 'People, roles and sign-in',
  billing: 'Billing',
  notifications: 'Notifications',
  tokens: 'API tokens',
  keys: 'Keys',
  backups: 'Backups',
  system: 'System',
}

/** Permissions by what they are about, in the server's order. Everybody has those about oneself, so they are no choice and left out. */
export function groupPermissions(permissions: readonly Permission[]): readonly PermissionGroup[] {
  const groups = Map.groupBy(
    permissions.filter(({ permission }) => !permission.startsWith('self:')),
    ({ permission }) => permission.split(':', 1)[0] ?? '',
  )
  return [...groups].map(([area, members]) => ({ area: areas[area] ?? words(area), permissions: members }))
}

/** Everything of an area at once: all of it when some is missing, else none. */
export function toggleArea(chosen: readonly string[], { permissions }: PermissionGroup): readonly string[] {
  const members = permissions.map(({ permission }) => permission)
  const rest = chosen.filter((each) => !members.includes(each))
  return members.every((each) => chosen.includes(each)) ? rest : [...rest, ...members]
}
