import type { Person } from '../../../api/operations.gen.ts'

/** Whom the server would accept as the one who keeps a password: offered here, decided there. */
export function canBreakGlass({ roles, hasPassword, disabledAt }: Pick<Person, 'roles' | 'hasPassword' | 'disabledAt'>): boolean {
  const administers = roles.some(({ role, scope, source }) => role === 'domain-admin' && scope === null && source === 'here')
  return administers && hasPassword && disabledAt === null
}
