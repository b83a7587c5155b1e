import type { AccountState, OrganizationSettings } from './organization.ts'

/** What scoping needs to know of an account. */
export type ScopedAccount = {
  readonly name: string
  readonly state: AccountState
  /** Ids from the organization down to the account's parent, as in aws:PrincipalOrgPaths: `o-…/r-…/ou-…/`. */
  readonly pathIds: string
}

export type ScopeSettings = Pick<OrganizationSettings, 'excludePrefixes' | 'scopeOuIds' | 'autoRemove' | 'autoRemoveStates'>

export type Inclusion = 'imported' | 'excluded_prefix' | 'excluded_scope' | 'suspended'

export type InclusionDecision = {
  readonly inclusion: Inclusion
  /** One sentence for people; names the prefix, the OU or the state that decided. */
  readonly reason: string
}

/**
 * Decides whether an account belongs to the estate. Prefixes are compared case-sensitively with the beginning of the name (ORG-12); a
 * scope covers its OUs and everything nested below (ORG-13); a state removes only where auto-removal is on and lists it (ORG-14).
 * Where several reasons hold, the owner's own settings name themselves before the state does. The management account is no exception.
 */
export function decideInclusion(account: ScopedAccount, settings: ScopeSettings): InclusionDecision {
  const prefix = settings.excludePrefixes.find((candidate) => account.name.startsWith(candidate))
  if (prefix !== undefined) return { inclusion: 'excluded_prefix', reason: `Its name starts with the excluded prefix "${prefix}".` }

  const ancestors = new Set(account.pathIds.split('/'))
  const scopeOu = settings.scopeOuIds.find((ouId) => ancestors.has(ouId))
  if (settings.scopeOuIds.length > 0 && scopeOu === undefined) {
    return { inclusion: 'excluded_scope', reason: `It lies outside the import scope (${settings.scopeOuIds.join(', ')}).` }
  }

  if (settings.autoRemove && settings.autoRemoveStates.some((state) => state === account.state)) {
    return { inclusion: 'suspended', reason: `Its state is ${account.state} and auto-removal covers that state.` }
  }
  return { inclusion: 'imported', reason: scopeOu === undefined ? 'No setting excludes it.' : `It lies in or below ${scopeOu}.` }
}
