import { assertNever } from '../assert-never.ts'
import type { OuTerm, PairTerm, Selector, ValueTerm } from './ast.ts'
import { matchesGlob, matchesSegments } from './glob.ts'

/** True, false, or null for "cannot tell". */
export type Truth = boolean | null

/** `complete: false` says that keys may exist which we have not seen: their absence is then unknown, not false. */
export type KnownPairs = { readonly pairs: ReadonlyMap<string, string>; readonly complete: boolean }

/** What is known of one account. `undefined` is "not known"; `null` is "known to have none". */
export type AccountFacts = {
  readonly accountId: string
  readonly organizationId: string | null
  readonly name: string
  readonly state: string | undefined
  readonly status: string
  /** Names from `Root` down, unescaped; null for an account outside any organization. */
  readonly orgPath: readonly string[] | null | undefined
  /** Root and OU ids from the root down. */
  readonly ouIds: readonly string[] | null | undefined
  readonly tags: KnownPairs
  readonly badges: KnownPairs
  readonly region?: string | undefined
}

/**
 * Decides a selector by Kleene's three-valued logic. Only `true` selects: an account whose fact is unknown matches neither a term nor
 * its negation, so taking knowledge away never adds an account.
 */
export function matchSelector(selector: Selector, facts: AccountFacts): Truth {
  switch (selector.op) {
    case 'all':
      return true
    case 'not':
      return negate(matchSelector(selector.item, facts))
    case 'and':
      return combine(selector.items, facts, false)
    case 'or':
      return combine(selector.items, facts, true)
    case 'term':
      return matchTerm(selector.term, facts)
    default:
      return assertNever(selector, 'selector')
  }
}

/** `or` stops at the first true, `and` at the first false; otherwise one unknown makes the whole unknown. */
function combine(items: readonly Selector[], facts: AccountFacts, decisive: boolean): Truth {
  let result: Truth = !decisive
  for (const item of items) {
    const truth = matchSelector(item, facts)
    if (truth === decisive) return decisive
    if (truth === null) result = null
  }
  return result
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth
}

function matchTerm(term: PairTerm | ValueTerm | OuTerm, facts: AccountFacts): Truth {
  switch (term.kind) {
    case 'ou':
      return matchOu(term, facts)
    case 'badge':
      return matchPair(term, facts.badges)
    case 'tag':
      return matchPair(term, facts.tags)
    case 'account':
      return matchesGlob(term.pattern, facts.accountId)
    case 'name':
      return matchesGlob(term.pattern, facts.name)
    case 'state':
      return facts.state === undefined ? null : matchesGlob(term.pattern.toUpperCase(), facts.state)
    case 'status':
      return matchesGlob(term.pattern.toLowerCase(), facts.status)
    case 'organization':
      return facts.organizationId !== null && matchesGlob(term.pattern, facts.organizationId)
    case 'region':
      return facts.region === undefined ? null : matchesGlob(term.pattern, facts.region)
    default:
      return assertNever(term, 'term')
  }
}

function matchOu(term: OuTerm, facts: AccountFacts): Truth {
  if (term.by === 'path') {
    if (facts.orgPath === undefined) return null
    return facts.orgPath !== null && matchesSegments(term.segments, facts.orgPath)
  }
  if (facts.ouIds === undefined) return null
  if (facts.ouIds === null) return false
  return term.below ? facts.ouIds.includes(term.id) : facts.ouIds.at(-1) === term.id
}

function matchPair(term: PairTerm, { pairs, complete }: KnownPairs): Truth {
  const value = pairs.get(term.key)
  if (value === undefined) return complete ? false : null
  return term.value === undefined || matchesGlob(term.value, value)
}
