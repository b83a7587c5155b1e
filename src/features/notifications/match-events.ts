import { sql } from 'kysely'
import { selectorCondition } from '#features/selectors/index.ts'
import { assertNever } from '#lib/assert-never.ts'
import { type AccountFacts, matchSelector, parseSelector, type Selector } from '#lib/selector/index.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Subscription } from './channel.ts'
import { matchesKind } from './event-kinds.ts'
import type { OutboxEvent } from './outbox-queries.ts'

export type EstateNames = { readonly organizationIds: ReadonlyMap<string, string> }

/**
 * The events that one of the subscriptions asks for. A selector must be true of the event's account; unknown never matches. An event of no
 * account is decided by its organization alone, and a selector that asks for more is unknown of it.
 */
export async function matchEvents(
  tx: Tx,
  {
    events,
    subscriptions,
    organizationIds,
  }: EstateNames & { readonly events: readonly OutboxEvent[]; readonly subscriptions: readonly Subscription[] },
): Promise<readonly OutboxEvent[]> {
  const matched = new Set<string>()
  for (const { kinds, selector: text } of subscriptions) {
    const candidates = events.filter(({ id, kind }) => !matched.has(id) && kinds.some((pattern) => matchesKind(pattern, kind)))
    const parsed = parseSelector(text)
    // Checked when it was stored; one that this version cannot read any more selects nothing rather than everything.
    if (parsed.kind === 'invalid' || candidates.length === 0) continue
    const accounts = await selectAccounts(tx, parsed.selector, candidates)
    for (const event of candidates) {
      const isTold =
        event.subjectKind === 'account' ? accounts(event.subjectId) : matchesOrganization(parsed.selector, event, organizationIds)
      if (isTold) matched.add(event.id)
    }
  }
  return events.filter(({ id }) => matched.has(id))
}

async function selectAccounts(tx: Tx, selector: Selector, events: readonly OutboxEvent[]): Promise<(accountId: string) => boolean> {
  // An account that is no longer stored is unknown to every term, and still one of all.
  if (selector.op === 'all') return () => true
  const ids = [...new Set(events.filter(({ subjectKind }) => subjectKind === 'account').map(({ subjectId }) => subjectId))]
  if (ids.length === 0) return () => false
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from account where account_id = any(${ids}::text[]) and ${selectorCondition(selector)}`.execute(tx)
  const selected = new Set(rows.map(({ accountId }) => accountId))
  return (accountId) => selected.has(accountId)
}

function matchesOrganization(selector: Selector, { organizationUid }: OutboxEvent, organizationIds: ReadonlyMap<string, string>): boolean {
  const facts: AccountFacts = {
    accountId: '',
    organizationId: organizationUid === null ? null : (organizationIds.get(organizationUid) ?? null),
    name: '',
    state: undefined,
    status: '',
    orgPath: undefined,
    ouIds: undefined,
    tags: { pairs: new Map(), complete: false },
    badges: { pairs: new Map(), complete: false },
  }
  return matchSelector(accountTermsUnknown(selector), facts) === true
}

/** What a selector says of accounts is unknown of something that is none; `region:` is the term that is unknown without a Region. */
function accountTermsUnknown(selector: Selector): Selector {
  switch (selector.op) {
    case 'all':
      return selector
    case 'not':
      return { op: 'not', item: accountTermsUnknown(selector.item) }
    case 'and':
    case 'or':
      return { op: selector.op, items: selector.items.map(accountTermsUnknown) }
    case 'term':
      return selector.term.kind === 'organization' ? selector : { op: 'term', term: { kind: 'region', pattern: '*' } }
    default:
      return assertNever(selector, 'selector')
  }
}
