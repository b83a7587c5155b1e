import type { Person } from '../../../api/operations.gen.ts'

/** How somebody signs in, in words: `password and second factor, corp`. */
export function waysOf({ hasPassword, providers, hasSecondFactor }: Pick<Person, 'hasPassword' | 'providers' | 'hasSecondFactor'>): string {
  const password = hasSecondFactor ? 'password and second factor' : 'password'
  return [...(hasPassword ? [password] : []), ...providers].join(', ') || 'a one-time link'
}
