/**
 * Every permission a route may ask for: `<thing>:<verb>`. Roles are sets of these; nothing else decides access.
 * Reading never implies writing, and nothing implies `keys:rotate`. `self:*` is in every role: it reaches no further than oneself.
 */
export const permissions = {
  'self:read': 'See who one is, what one may do and where one is signed in',
  'self:write': 'End one’s own sessions',
  'organizations:read': 'See registered organizations, their trees and sync history',
  'organizations:write': 'Register, edit and remove organizations',
  'organizations:sync': 'Start a sync, run the doctor',
  'organizations:reveal-secret': 'Read an ExternalId after registration (audited)',
  'accounts:read': 'See accounts',
  'accounts:write': 'Add, edit, ignore and remove single accounts',
  'badges:read': 'See badges and their history',
  'badges:write': 'Run badge stages, edit hand-made badges',
  'policies:read': 'See policies, evaluate, explain, what-if',
  'jobs:read': 'See background jobs',
  'jobs:write': 'Retry and cancel background jobs',
  'audit:read': 'Read the audit trail',
  'audit:write': 'Set where the audit trail is sent and how long events are kept',
  'people:read': 'See who may sign in, their roles and where they reach',
  'people:write': 'Invite, disable and bind people, make roles, set up sign-in',
  'people:provision': 'Provision people and groups over SCIM; SCIM connections alone hold it',
  'billing:read': 'See billing pages',
  'notifications:read': 'See notification channels and the log of deliveries',
  'notifications:write': 'Add, edit, test and remove notification channels',
  'tokens:read': 'List API tokens',
  'tokens:write': 'Create and revoke API tokens',
  'keys:rotate': 'Rotate the sealing key',
  'backups:write': 'Create, verify and restore backups, move the database',
  'system:read': 'Read health, doctor and configuration',
} as const satisfies Record<string, string>

export type Permission = keyof typeof permissions

/** Why a permission is worth nothing to somebody bound to a scope, whatever the route: it is about Reeve, and Reeve has no parts. */
export const wholeEstatePermissions: Readonly<Partial<Record<Permission, string>>> = {
  'organizations:write': 'What is registered, edited and removed is a whole organization with its credentials.',
  'audit:read': 'There is one audit trail: its events are listed as far as one reaches, its seals and where it is kept are everybody’s.',
  'audit:write': 'There is one audit trail.',
  'people:read': 'People, roles and ways to sign in are those of all of Reeve.',
  'people:write': 'Whoever gives roles could give themselves more than their scope.',
  'people:provision': 'A directory provisions its own people, whatever accounts there are.',
  'tokens:read': 'Tokens are those of all of Reeve.',
  'tokens:write': 'Whoever makes tokens could make one that reaches further than they do.',
  'keys:rotate': 'One key seals the secrets of every account.',
  'backups:write': 'A backup holds everything.',
  'system:read': 'It tells of the machine and of every job on it.',
}
