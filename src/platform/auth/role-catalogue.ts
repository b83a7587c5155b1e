import { type Permission, permissions } from './permissions.ts'

/** Every permission there is, in the order of the list. */
export const allPermissions = Object.keys(permissions) as Permission[]

/** What only a SCIM connection holds, for its own people: no role has it and no token can be given it. */
const connectionOnly: ReadonlySet<string> = new Set(['people:provision'])

/** Every permission that a role or a token may have. */
export const grantablePermissions = allPermissions.filter((permission) => !connectionOnly.has(permission))

/** What tells about people, secrets and the machine rather than about the estate: for those whose work it is. */
const sensitiveReads: ReadonlySet<string> = new Set(['audit:read', 'people:read', 'tokens:read', 'system:read', 'billing:read'])
/** What only the domain admin may: it would let anybody become anything, or take the data away. */
const domainOnly: ReadonlySet<string> = new Set(['people:write', 'audit:write', 'tokens:write', 'keys:rotate', 'backups:write'])

const estateReads = allPermissions.filter((permission) => permission.endsWith(':read') && !sensitiveReads.has(permission))

/** Everybody's, whatever their role. */
export const ownPermissions = ['self:read', 'self:write'] as const

function reading(...more: Permission[]): ReadonlySet<Permission> {
  return new Set([...estateReads, ...ownPermissions, ...more])
}

/** The roles that come with Reeve. Their sets follow the installed version; a role that a site makes for itself lists its own. */
export const roleCatalogue = {
  'domain-admin': { description: 'Everything, people and keys included', permissions: new Set(grantablePermissions) },
  'organization-admin': {
    description: 'AWS organization administrator: registers organizations and changes everything about the estate',
    permissions: new Set(grantablePermissions.filter((permission) => !domainOnly.has(permission) && permission !== 'billing:read')),
  },
  editor: { description: 'Changes accounts and badges', permissions: reading('accounts:write', 'badges:write') },
  operator: { description: 'Runs syncs and jobs', permissions: reading('organizations:sync', 'jobs:write', 'system:read') },
  approver: { description: 'Reads the estate, and approves what others plan', permissions: reading('audit:read') },
  viewer: { description: 'Reads the estate', permissions: reading() },
  auditor: {
    description: 'Reads everything, the audit trail and who may do what included',
    permissions: reading('audit:read', 'people:read', 'tokens:read', 'system:read'),
  },
  'customer-admin': {
    description: 'Shared ownership, the customer: administers the estate, and sees no billing',
    permissions: reading('organizations:sync', 'accounts:write', 'badges:write', 'jobs:write'),
  },
  'partner-billing': {
    description: 'Shared ownership, the partner: sees billing alone',
    permissions: new Set<Permission>([...ownPermissions, 'billing:read']),
  },
} as const satisfies Record<string, { readonly description: string; readonly permissions: ReadonlySet<Permission> }>

export type CatalogueRole = keyof typeof roleCatalogue

export function isCatalogueRole(name: string): name is CatalogueRole {
  return Object.hasOwn(roleCatalogue, name)
}
