import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import { httpsSettings, s3Settings, type Sink, type SinkProgress, type SinkTarget, syslogSettings } from './sink.ts'

type SinkRow = {
  readonly id: string
  readonly name: string
  readonly kind: SinkTarget['kind']
  readonly is_enabled: boolean
  readonly sends_events: boolean
  readonly sends_checkpoints: boolean
  readonly settings: unknown
  readonly secret_sealed: string | null
  readonly version: number
  readonly created_at: Date
  readonly created_by: string
  readonly updated_at: Date
}
type ProgressRow = {
  readonly event_position: number
  readonly checkpoint_number: number
  readonly first_checkpoint: number
  readonly failures: number
  readonly next_attempt_at: Date | null
  readonly last_error: string | null
  readonly last_error_at: Date | null
  readonly last_success_at: Date | null
}

function toSink(row: SinkRow): Sink {
  return {
    id: row.id,
    name: row.name,
    isEnabled: row.is_enabled,
    sendsEvents: row.sends_events,
    sendsCheckpoints: row.sends_checkpoints,
    target: toTarget(row),
    secretSealed: row.secret_sealed,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
  }
}

function toTarget({ kind, settings }: SinkRow): SinkTarget {
  if (kind === 'syslog') return { kind, settings: syslogSettings.parse(settings) }
  if (kind === 'https') return { kind, settings: httpsSettings.parse(settings) }
  return { kind, settings: s3Settings.parse(settings) }
}

function toProgress(row: ProgressRow): SinkProgress {
  return {
    eventPosition: row.event_position,
    checkpointNumber: row.checkpoint_number,
    firstCheckpoint: row.first_checkpoint,
    failures: row.failures,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at,
    lastSuccessAt: row.last_success_at,
  }
}

export type SinkState = { readonly sink: Sink; readonly progress: SinkProgress }

/** By id or, whatever its case, by name. */
export async function findSink(db: Db | Tx, ref: string): Promise<SinkState | undefined> {
  const { rows } = await sql<SinkRow & ProgressRow>`
    select s.*, p.* from audit_sink s join audit_sink_progress p on p.sink_id = s.id
    where s.id::text = lower(${ref}) or lower(s.name) = lower(${ref}) limit 1`.execute(db)
  return rows[0] && { sink: toSink(rows[0]), progress: toProgress(rows[0]) }
}

/** Locks the sink's row until the transaction ends. */
export async function findSinkForUpdate(tx: Tx, ref: string): Promise<Sink | undefined> {
  const { rows } = await sql<SinkRow>`
    select * from audit_sink where id::text = lower(${ref}) or lower(name) = lower(${ref}) limit 1 for update`.execute(tx)
  return rows[0] && toSink(rows[0])
}

/** By name; there are few. */
export async function listSinks(db: Db): Promise<SinkState[]> {
  const { rows } = await sql<SinkRow & ProgressRow>`
    select s.*, p.* from audit_sink s join audit_sink_progress p on p.sink_id = s.id order by lower(s.name), s.id`.execute(db)
  return rows.map((row) => ({ sink: toSink(row), progress: toProgress(row) }))
}

/** Enabled sinks that something waits for, and that are not to be left alone: after a failure, or while checkpoints gather into one object. */
export async function listDueSinkIds(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from audit_sink s join audit_sink_progress p on p.sink_id = s.id
    where s.is_enabled and (p.next_attempt_at is null or p.next_attempt_at <= ${now})
      and (s.kind <> 's3' or p.last_success_at is null
        or p.last_success_at + make_interval(secs => (s.settings ->> 'everySeconds')::float8) <= ${now}) and (
      (s.sends_events and p.event_position < (select coalesce(max(position), 0) from audit_seal)) or
      (s.sends_checkpoints and p.checkpoint_number < (select coalesce(max(number), 0) from audit_checkpoint)))`.execute(db)
  return rows.map(({ id }) => id)
}

/** False when another sink has the name. */
export async function insertSink(tx: Tx, sink: Sink): Promise<boolean> {
  const { target } = sink
  const done = await sql`
    insert into audit_sink (id, name, kind, is_enabled, sends_events, sends_checkpoints, settings, secret_sealed, version, created_at, created_by, updated_at)
    values (${sink.id}, ${sink.name}, ${target.kind}, ${sink.isEnabled}, ${sink.sendsEvents}, ${sink.sendsCheckpoints},
      ${JSON.stringify(target.settings)}::jsonb, ${sink.secretSealed}, ${sink.version}, ${sink.createdAt}, ${sink.createdBy}, ${sink.updatedAt})
    on conflict (lower(name)) do nothing`.execute(tx)
  return done.numAffectedRows === 1n
}

/** Where a new sink begins: at the head of the trail, or before its first event. */
export async function insertProgress(tx: Tx, sinkId: string, from: 'now' | 'beginning'): Promise<void> {
  const head = sql`(select coalesce(max(position), 0) from audit_seal)`
  const newest = sql`(select coalesce(max(number), 0) from audit_checkpoint)`
  const isNow = from === 'now'
  await sql`
    insert into audit_sink_progress (sink_id, event_position, checkpoint_number, first_checkpoint)
    select ${sinkId}, ${isNow ? head : sql`0`}, n, n + 1 from (select ${isNow ? newest : sql`0`}::bigint as n) as start`.execute(tx)
}

export async function isSinkNameTaken(tx: Tx, name: string, byOtherThan: string): Promise<boolean> {
  const { rows } = await sql`select 1 from audit_sink where lower(name) = lower(${name}) and id <> ${byOtherThan}`.execute(tx)
  return rows.length > 0
}

/** Stores an edit; whatever was wrong before, the sink is tried again at once. */
export async function updateSink(tx: Tx, sink: Sink): Promise<void> {
  await sql`
    update audit_sink set name = ${sink.name}, is_enabled = ${sink.isEnabled}, sends_events = ${sink.sendsEvents},
      sends_checkpoints = ${sink.sendsCheckpoints}, settings = ${JSON.stringify(sink.target.settings)}::jsonb, secret_sealed = ${sink.secretSealed},
      version = ${sink.version}, updated_at = ${sink.updatedAt}
    where id = ${sink.id}`.execute(tx)
  await sql`update audit_sink_progress set failures = 0, next_attempt_at = null where sink_id = ${sink.id}`.execute(tx)
}

/** Takes the wait after a failure away. */
export async function retryNow(tx: Tx, sinkId: string): Promise<void> {
  await sql`update audit_sink_progress set next_attempt_at = null where sink_id = ${sinkId}`.execute(tx)
}

export async function deleteSink(tx: Tx, id: string): Promise<void> {
  await sql`delete from audit_sink where id = ${id}`.execute(tx)
}

export type SinkLag = { readonly eventsBehind: number; readonly checkpointsBehind: number; readonly oldestWaitingAt: Date | null }

/** What waits for a sink. Seal positions have no gaps, so that the difference is the number. */
export async function findLag(db: Db, { sink, progress }: SinkState): Promise<SinkLag> {
  const { rows } = await sql<{ head: number; newest: number; event_at: Date | null; checkpoint_at: Date | null }>`
    select (select coalesce(max(position), 0) from audit_seal) as head, (select coalesce(max(number), 0) from audit_checkpoint) as newest,
      (select sealed_at from audit_seal where position = ${progress.eventPosition + 1}) as event_at,
      (select at from audit_checkpoint where number = ${progress.checkpointNumber + 1}) as checkpoint_at`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('A select without a table answered no row.')
  const times = [sink.sendsEvents ? row.event_at : null, sink.sendsCheckpoints ? row.checkpoint_at : null].filter((at) => at !== null)
  return {
    eventsBehind: sink.sendsEvents ? Math.max(0, row.head - progress.eventPosition) : 0,
    checkpointsBehind: sink.sendsCheckpoints ? Math.max(0, row.newest - progress.checkpointNumber) : 0,
    oldestWaitingAt: times.length === 0 ? null : new Date(Math.min(...times.map((at) => at.getTime()))),
  }
}
