import type { Db, Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import type { Channel } from './channel.ts'
import { findBoundary, keepWithin } from './channel-boundary.ts'
import { listEnabledChannels } from './channel-queries.ts'
import { composeMessage } from './compose-message.ts'
import { insertDelivery, listStranded } from './delivery-queries.ts'
import { deliverJob } from './jobs/deliver.job.ts'
import { matchEvents } from './match-events.ts'
import type { Message, MessageEvent } from './message.ts'
import { listAccountNames, listOrganizationNames, type OutboxEvent, takeOutboxEvents } from './outbox-queries.ts'

export type FanOutDeps = { readonly db: Db; readonly jobs: JobQueue<Tx>; readonly now: () => Date; readonly newId: () => string }

/** A first sync of 10,000 accounts comes to about as many events: most of it fits one round, and so one message. */
const eventsPerRound = 10_000
/** Longer than any attempt takes, so that one under way is not taken for a lost one. */
const strandedAfterMs = 15 * 60_000

/**
 * Turns what happened into deliveries: equal events of one organization become one message per channel. Events leave the outbox in the
 * transaction that queues their deliveries and the jobs that send them, so each is queued exactly once, whatever is killed when.
 */
export async function fanOut(deps: FanOutDeps, signal: AbortSignal): Promise<{ readonly events: number; readonly deliveries: number }> {
  let [events, deliveries] = [0, 0]
  for (;;) {
    signal.throwIfAborted()
    const round = await deps.db.transaction().execute((tx) => fanOutRound(deps, tx))
    events += round.events
    deliveries += round.deliveries
    if (round.events < eventsPerRound) break
  }
  await requeueStranded(deps)
  return { events, deliveries }
}

async function fanOutRound(deps: FanOutDeps, tx: Tx): Promise<{ readonly events: number; readonly deliveries: number }> {
  const events = await takeOutboxEvents(tx, eventsPerRound)
  if (events.length === 0) return { events: 0, deliveries: 0 }
  const channels = await listEnabledChannels(tx)
  const organizations = await listOrganizationNames(tx, [...new Set(events.flatMap(({ organizationUid }) => organizationUid ?? []))])
  const accountIds = new Set(events.filter(({ subjectKind }) => subjectKind === 'account').map(({ subjectId }) => subjectId))
  const names: Names = {
    organizations: new Map(organizations.map(({ uid, organizationId, nickname }) => [uid, { organizationId, nickname }])),
    accounts: await listAccountNames(tx, [...accountIds]),
  }
  const organizationIds = new Map(organizations.map(({ uid, organizationId }) => [uid, organizationId]))
  let deliveries = 0
  for (const channel of channels) {
    const boundary = await findBoundary(tx, channel, deps.now())
    const matched = await matchEvents(tx, { events, subscriptions: channel.subscriptions, organizationIds })
    const told = await keepWithin(tx, matched, { boundary, organizationIds })
    for (const message of groupMessages(told, names)) {
      await queueDelivery(deps, tx, { channel, message })
      deliveries++
    }
  }
  return { events: events.length, deliveries }
}

type Names = {
  readonly organizations: ReadonlyMap<string, NonNullable<Message['organization']>>
  readonly accounts: ReadonlyMap<string, string>
}

function groupMessages(events: readonly OutboxEvent[], names: Names): Message[] {
  const groups = Map.groupBy(events, ({ kind, organizationUid }) => `${kind} ${organizationUid ?? ''}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const organization = names.organizations.get(first.organizationUid ?? '') ?? null
    return composeMessage({ kind: first.kind, organization, events: group.map((event) => toMessageEvent(event, names)) })
  })
}

function toMessageEvent({ subjectKind, subjectId, before, after, detail, at }: OutboxEvent, { accounts }: Names): MessageEvent {
  const name = subjectKind === 'account' ? (accounts.get(subjectId) ?? null) : null
  return { subjectKind, subjectId, name, before: before ?? null, after: after ?? null, detail, at: at.toISOString() }
}

/** The delivery and the job that sends it, in the caller's transaction. */
export async function queueDelivery(
  { jobs, now, newId }: Pick<FanOutDeps, 'jobs' | 'now' | 'newId'>,
  tx: Tx,
  { channel, message }: { readonly channel: Channel; readonly message: Message },
): Promise<string> {
  const id = newId()
  await insertDelivery(tx, { id, channel, message, at: now() })
  await jobs.enqueue(tx, deliverJob, { deliveryId: id }, { singletonKey: `${id}:0` })
  return id
}

async function requeueStranded({ db, jobs, now }: FanOutDeps): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const stranded = await listStranded(tx, new Date(now().getTime() - strandedAfterMs))
    for (const { id, attempts } of stranded) await jobs.enqueue(tx, deliverJob, { deliveryId: id }, { singletonKey: `${id}:${attempts}` })
  })
}
