import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import { type Channel, type ChannelTarget, emailSettings, subscriptionSchema, webhookSettings } from './channel.ts'

type Row = {
  readonly id: string
  readonly name: string
  readonly kind: 'email' | 'slack' | 'webhook'
  readonly is_enabled: boolean
  readonly subscriptions: unknown
  readonly settings: unknown
  readonly secret_sealed: string | null
  readonly bound_to: string | null
  readonly version: number
  readonly created_at: Date
  readonly created_by: string
  readonly updated_at: Date
}

function toChannel(row: Row): Channel {
  return {
    id: row.id,
    name: row.name,
    isEnabled: row.is_enabled,
    subscriptions: subscriptionSchema.array().parse(row.subscriptions),
    target: toTarget(row),
    secretSealed: row.secret_sealed,
    boundTo: row.bound_to,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
  }
}

function toTarget({ kind, settings }: Row): ChannelTarget {
  if (kind === 'email') return { kind, settings: emailSettings.parse(settings) }
  if (kind === 'webhook') return { kind, settings: webhookSettings.parse(settings) }
  return { kind, settings: {} }
}

/** By id or, whatever its case, by name; of several people's that share a name, the one that is nobody's first. */
export async function findChannel(db: Db | Tx, ref: string): Promise<Channel | undefined> {
  const { rows } =
    await sql<Row>`select * from notification_channel where id::text = lower(${ref}) or lower(name) = lower(${ref}) order by bound_to nulls first limit 1`.execute(
      db,
    )
  return rows[0] && toChannel(rows[0])
}

/** Locks the row until the transaction ends. */
export async function findChannelForUpdate(tx: Tx, ref: string): Promise<Channel | undefined> {
  const { rows } =
    await sql<Row>`select * from notification_channel where id::text = lower(${ref}) or lower(name) = lower(${ref}) order by bound_to nulls first limit 1 for update`.execute(
      tx,
    )
  return rows[0] && toChannel(rows[0])
}

export async function listEnabledChannels(tx: Tx): Promise<Channel[]> {
  const { rows } = await sql<Row>`select * from notification_channel where is_enabled order by name, id`.execute(tx)
  return rows.map(toChannel)
}

type Page = { readonly limit: number; readonly after: { readonly name: string; readonly id: string } | undefined }

/** By name. */
export async function listChannels(db: Db, { limit, after }: Page): Promise<Channel[]> {
  const beyond = after === undefined ? sql`true` : sql`(name, id) > (${after.name}, ${after.id}::uuid)`
  const { rows } = await sql<Row>`select * from notification_channel where ${beyond} order by name, id limit ${limit}`.execute(db)
  return rows.map(toChannel)
}

/** False when another channel of the same person, or of nobody, has the name. */
export async function insertChannel(tx: Tx, channel: Channel): Promise<boolean> {
  const { target } = channel
  const done = await sql`
    insert into notification_channel (id, name, kind, is_enabled, subscriptions, settings, secret_sealed, bound_to, version, created_at, created_by, updated_at)
    values (${channel.id}, ${channel.name}, ${target.kind}, ${channel.isEnabled}, ${JSON.stringify(channel.subscriptions)}::jsonb,
      ${JSON.stringify(target.settings)}::jsonb, ${channel.secretSealed}, ${channel.boundTo}, ${channel.version}, ${channel.createdAt}, ${channel.createdBy},
      ${channel.updatedAt})
    on conflict do nothing`.execute(tx)
  return done.numAffectedRows === 1n
}

export async function isChannelNameTaken(tx: Tx, { id, name, boundTo }: Pick<Channel, 'id' | 'name' | 'boundTo'>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notification_channel where lower(name) = lower(${name}) and id <> ${id} and bound_to is not distinct from ${boundTo}`.execute(
    tx,
  )
  return rows.length > 0
}

export async function updateChannel(tx: Tx, channel: Channel): Promise<void> {
  await sql`
    update notification_channel set name = ${channel.name}, is_enabled = ${channel.isEnabled},
      subscriptions = ${JSON.stringify(channel.subscriptions)}::jsonb, settings = ${JSON.stringify(channel.target.settings)}::jsonb,
      secret_sealed = ${channel.secretSealed}, version = ${channel.version}, updated_at = ${channel.updatedAt}
    where id = ${channel.id}`.execute(tx)
}

export async function deleteChannel(tx: Tx, id: string): Promise<void> {
  await sql`delete from notification_channel where id = ${id}`.execute(tx)
}
