import { assertNever } from '#lib/assert-never.ts'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import type { Permission } from './permissions.ts'

/** One role in one place: permissions, and the selector that bounds them; null is the whole estate. */
export type Grant = { readonly permissions: ReadonlySet<Permission>; readonly scope: string | null }

export type Reach = {
  readonly permissions: ReadonlySet<Permission>
  /** Where a permission reaches, for those that do not reach everywhere. */
  readonly scopes: ReadonlyMap<string, Selector>
}

/**
 * What several grants come to: each permission reaches as far as the grants that carry it, so that an editor here who is a viewer there
 * edits only here. A scope that cannot be read grants nothing.
 */
export function combineGrants(grants: readonly Grant[]): Reach {
  const reach = new Map<Permission, Selector[] | 'everywhere'>()
  for (const { permissions, scope } of grants) {
    const selector = scope === null ? 'everywhere' : readScope(scope)
    if (selector === undefined) continue
    for (const permission of permissions) {
      const known = reach.get(permission) ?? []
      reach.set(permission, known === 'everywhere' || selector === 'everywhere' ? 'everywhere' : [...known, selector])
    }
  }
  const bounded = [...reach].flatMap(([permission, places]) =>
    places === 'everywhere' ? [] : [[permission, places.length === 1 ? places[0]! : ({ op: 'or', items: places } as const)] as const],
  )
  return { permissions: new Set(reach.keys()), scopes: new Map<string, Selector>(bounded) }
}

function readScope(text: string): Selector | undefined {
  const parsed = parseSelector(text)
  return parsed.kind === 'ok' && findScopeFault(parsed.selector) === undefined ? parsed.selector : undefined
}

/**
 * Why a text cannot bound permissions, or undefined when it can: only OU ids, badges, account ids and organizations count. Names and paths
 * are out, because whoever renames an account or an OU in AWS would change what others may do here.
 */
export function explainScopeFault(text: string): string | undefined {
  const parsed = parseSelector(text)
  if (parsed.kind === 'invalid') return `${parsed.error.message} (at character ${parsed.error.offset + 1})`
  if (parsed.selector.op === 'all') return 'This selects everything. Leave the scope out to give the role everywhere.'
  return findScopeFault(parsed.selector)
}

function findScopeFault(selector: Selector): string | undefined {
  switch (selector.op) {
    case 'all':
      return 'A scope cannot contain *.'
    case 'not':
      return findScopeFault(selector.item)
    case 'and':
    case 'or':
      return selector.items.map(findScopeFault).find((fault) => fault !== undefined)
    case 'term':
      return selector.term.kind === 'badge' ||
        selector.term.kind === 'account' ||
        selector.term.kind === 'organization' ||
        (selector.term.kind === 'ou' && selector.term.by === 'id')
        ? undefined
        : `A scope binds OU ids (ou:ou-…/**), badges, accounts and organizations; ${selector.term.kind}: by name is for filters, because whoever renames something in AWS would change it.`
    default:
      return assertNever(selector, 'selector')
  }
}

/** The keys of badges that decide what somebody may do, which therefore only the domain admin may change. */
export function badgeKeysOf(scope: string): string[] {
  const parsed = parseSelector(scope)
  return parsed.kind === 'ok' ? keysIn(parsed.selector) : []
}

function keysIn(selector: Selector): string[] {
  if (selector.op === 'and' || selector.op === 'or') return selector.items.flatMap(keysIn)
  if (selector.op === 'not') return keysIn(selector.item)
  return selector.op === 'term' && selector.term.kind === 'badge' ? [selector.term.key] : []
}
