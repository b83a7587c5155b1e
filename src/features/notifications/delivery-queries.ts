import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Channel, ChannelKind } from './channel.ts'
import { type Message, message } from './message.ts'

export const deliveryStates = ['queued', 'sent', 'dead', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export type Delivery = {
  readonly id: string
  readonly channelId: string | null
  readonly channelName: string
  readonly channelKind: ChannelKind
  readonly state: DeliveryState
  readonly kind: string
  readonly eventCount: number
  readonly message: Message
  readonly attempts: number
  readonly nextAttemptAt: Date | null
  readonly lastError: string | null
  readonly lastStatus: number | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

const columns = sql`id, channel_id as "channelId", channel_name as "channelName", channel_kind as "channelKind", state, kind,
  event_count as "eventCount", message, attempts, next_attempt_at as "nextAttemptAt", last_error as "lastError", last_status as "lastStatus",
  created_at as "createdAt", finished_at as "finishedAt"`

function parsed(row: Delivery): Delivery {
  return { ...row, message: message.parse(row.message) }
}

export async function insertDelivery(
  tx: Tx,
  { id, channel, message: told, at }: { readonly id: string; readonly channel: Channel; readonly message: Message; readonly at: Date },
): Promise<void> {
  await sql`
    insert into notification_delivery (id, channel_id, channel_name, channel_kind, state, kind, event_count, message, next_attempt_at, created_at)
    values (${id}, ${channel.id}, ${channel.name}, ${channel.target.kind}, 'queued', ${told.kind}, ${told.count}, ${JSON.stringify(told)}::jsonb,
      ${at}, ${at})`.execute(tx)
}

/** Counts one more attempt of a delivery that still waits; undefined where there is nothing left to do. */
export async function claimDelivery(db: Db, id: string): Promise<Delivery | undefined> {
  const { rows } = await sql<Delivery>`
    update notification_delivery set attempts = attempts + 1 where id = ${id} and state = 'queued' returning ${columns}`.execute(db)
  return rows[0] && parsed(rows[0])
}

export type AttemptRecord = {
  readonly state: DeliveryState
  readonly error: string | null
  readonly status: number | null
  readonly nextAttemptAt: Date | null
  readonly at: Date
}

/** False where somebody else has ended the delivery meanwhile. */
export async function recordAttempt(tx: Tx, id: string, { state, error, status, nextAttemptAt, at }: AttemptRecord): Promise<boolean> {
  const done = await sql`
    update notification_delivery set state = ${state}, last_error = ${error}, last_status = ${status}, next_attempt_at = ${nextAttemptAt},
      finished_at = ${state === 'queued' ? null : at}
    where id = ${id} and state = 'queued'`.execute(tx)
  return done.numAffectedRows === 1n
}

export async function cancelQueued(tx: Tx, { channelId, at }: { readonly channelId: string; readonly at: Date }): Promise<void> {
  await sql`
    update notification_delivery set state = 'cancelled', last_error = 'The channel was removed.', next_attempt_at = null, finished_at = ${at}
    where channel_id = ${channelId} and state = 'queued'`.execute(tx)
}

/** Deliveries whose attempt is long overdue: their job was lost, by a restored backup for instance. */
export async function listStranded(tx: Tx, before: Date): Promise<readonly { readonly id: string; readonly attempts: number }[]> {
  const { rows } = await sql<{ id: string; attempts: number }>`
    select id, attempts from notification_delivery where state = 'queued' and next_attempt_at < ${before} order by next_attempt_at limit 1000`.execute(
    tx,
  )
  return rows
}

/** Puts a dead delivery back into the queue; undefined where there is none of this id. */
export async function reviveDelivery(
  tx: Tx,
  id: string,
  at: Date,
): Promise<{ readonly before: Delivery; readonly isRevived: boolean } | undefined> {
  const { rows } = await sql<Delivery>`select ${columns} from notification_delivery where id = ${id} for update`.execute(tx)
  const before = rows[0]
  if (before === undefined) return undefined
  if (before.state !== 'dead' || before.channelId === null) return { before, isRevived: false }
  await sql`
    update notification_delivery set state = 'queued', attempts = 0, next_attempt_at = ${at}, finished_at = null where id = ${id}`.execute(
    tx,
  )
  return { before, isRevived: true }
}

export type DeliveryFilter = {
  readonly channelId?: string | undefined
  readonly state?: DeliveryState | undefined
  readonly limit: number
  readonly before?: { readonly createdAt: string; readonly id: string } | undefined
}

/** Newest first. */
export async function listDeliveries(db: Db, { channelId, state, limit, before }: DeliveryFilter): Promise<Delivery[]> {
  const conditions = [
    channelId === undefined ? sql`true` : sql`channel_id = ${channelId}`,
    state === undefined ? sql`true` : sql`state = ${state}`,
    before === undefined ? sql`true` : sql`(created_at, id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`,
  ]
  const { rows } = await sql<Delivery>`
    select ${columns} from notification_delivery where ${sql.join(conditions, sql` and `)} order by created_at desc, id desc limit ${limit}`.execute(
    db,
  )
  return rows.map(parsed)
}

/** Answers how many were deleted, at most `limit`. */
export async function deleteFinishedBefore(db: Db, { before, limit }: { readonly before: Date; readonly limit: number }): Promise<number> {
  const done = await sql`
    delete from notification_delivery where id in (
      select id from notification_delivery where state <> 'queued' and finished_at < ${before} order by finished_at limit ${limit})`.execute(
    db,
  )
  return Number(done.numAffectedRows ?? 0)
}
