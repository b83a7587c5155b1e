import { type Permission, permissions } from './permissions.ts'

/** Every permission there is, in the order of the list. */
export const allPermissions = Object.keys(permissions) as Permission[]

/** Roles that a token may carry by name; their sets follow the installed version. People will be bound to the same roles, by scope. */
export const rolePermissions = {
  admin: new Set<Permission>(allPermissions),
  'read-only': new Set<Permission>(allPermissions.filter((permission) => permission.endsWith(':read'))),
} as const

export type Role = keyof typeof rolePermissions

/** What a stored token may do today. Permissions that this version no longer knows grant nothing. */
export function permissionsOf(role: string, custom: readonly string[]): ReadonlySet<Permission> {
  if (role === 'admin' || role === 'read-only') return rolePermissions[role]
  return new Set(allPermissions.filter((permission) => role === 'custom' && custom.includes(permission)))
}
