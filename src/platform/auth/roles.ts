import type { Permission } from './permissions.ts'
import { allPermissions, grantablePermissions, isCatalogueRole, roleCatalogue } from './role-catalogue.ts'

export { allPermissions }

/** Roles that tokens were made with before there were people: everything, and everything that only reads. */
export const rolePermissions = {
  admin: new Set<Permission>(grantablePermissions),
  'read-only': new Set<Permission>(allPermissions.filter((permission) => permission.endsWith(':read'))),
} as const

/** What a stored role may do today: one of the catalogue, one of before, or `custom` with its own list. Whatever this version does not know grants nothing. */
export function permissionsOf(role: string, custom: readonly string[]): ReadonlySet<Permission> {
  if (role === 'admin' || role === 'read-only') return rolePermissions[role]
  if (isCatalogueRole(role)) return roleCatalogue[role].permissions
  return new Set(grantablePermissions.filter((permission) => role === 'custom' && custom.includes(permission)))
}
