import { printSelector, type Selector } from '#lib/selector/index.ts'
import { findReachOf } from '#platform/auth/reach-of.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Channel } from './channel.ts'
import { type EstateNames, matchEvents } from './match-events.ts'
import type { Message } from './message.ts'
import type { OutboxEvent } from './outbox-queries.ts'

/** How far a channel is told: of everything, of nothing any more, or of what a scope selects. */
type Boundary = 'everything' | 'nothing' | Selector

/**
 * Of a channel that belongs to somebody bound to a scope, what they may be told as of now: their scope may have changed since they made it,
 * and they may have gone.
 */
export async function findBoundary(tx: Tx, { boundTo }: Pick<Channel, 'boundTo'>, now: Date): Promise<Boundary> {
  if (boundTo === null) return 'everything'
  const reach = await findReachOf(tx, boundTo, now)
  if (reach?.permissions.has('notifications:read') !== true) return 'nothing'
  return reach.scopes.get('notifications:read') ?? 'everything'
}

/** The events within the boundary, freed of what they say beside the fact: where an account came from, and what AWS said, name others. */
export async function keepWithin(
  tx: Tx,
  events: readonly OutboxEvent[],
  { boundary, organizationIds }: EstateNames & { readonly boundary: Boundary },
): Promise<readonly OutboxEvent[]> {
  if (boundary === 'everything') return events
  if (boundary === 'nothing') return []
  const subscriptions = [{ kinds: ['*'], selector: printSelector(boundary) }]
  // What is of no organization, such as a sign-in, is of Reeve, and lies in nobody's scope.
  const placed = events.filter(({ organizationUid, subjectKind }) => organizationUid !== null || subjectKind === 'account')
  const kept = await matchEvents(tx, { events: placed, subscriptions, organizationIds })
  return kept.map((event) => ({ ...event, before: null, after: null, detail: null }))
}

/** Whether all that a message tells of still lies within the boundary: it may have waited for hours since it was written. */
export async function isWithin(tx: Tx, { kind, events, organization }: Message, boundary: Boundary): Promise<boolean> {
  if (boundary === 'everything' || kind === 'test') return true
  const organizationUid = organization === null ? null : 'its own'
  const asked = events.map((event, index): OutboxEvent => ({ ...event, id: String(index), kind, organizationUid, at: new Date(event.at) }))
  const organizationIds = new Map(organization === null ? [] : [['its own', organization.organizationId]])
  return (await keepWithin(tx, asked, { boundary, organizationIds })).length === events.length
}
