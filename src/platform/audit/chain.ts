import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../db/db.ts'

/** What of an event is sealed: everything, as text whose form does not depend on the server or this machine. */
export type SealedFacts = {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly actorKind: string
  readonly action: string
  readonly subject: string
  readonly result: string
  readonly before: string | null
  readonly after: string | null
  readonly requestId: string | null
  readonly source: string | null
  readonly userAgent: string | null
}

/** The columns of `audit_event e` as `SealedFacts`; jsonb prints its keys in an order of its own, always the same. */
export const sealedColumns: RawBuilder<SealedFacts> = sql`e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.actor,
  e.actor_kind as "actorKind", e.action, e.subject, e.result, e.before::text as before, e.after::text as after, e.request_id as "requestId", e.source,
  e.user_agent as "userAgent"`

export function hashEvent(facts: SealedFacts): Buffer {
  const { id, at, actor, actorKind, action, subject, result, before, after, requestId, source, userAgent } = facts
  const first = [id, at, actor, actorKind, action, subject, result, before, after, requestId, source]
  // Left out where there is none: what was sealed before user agents were written down must hash as it did.
  const text = JSON.stringify(userAgent === null ? first : [...first, userAgent])
  return createHash('sha256').update(text).digest()
}

/** Before the first event. */
export const chainStart: Buffer = createHash('sha256').update('reeve audit chain').digest()

/** Each link names its place, so that none can be moved, left out or put in without every later one telling. */
export function hashLink(previous: Buffer, position: number, eventHash: Buffer): Buffer {
  return createHash('sha256').update(previous).update(`:${position}:`).update(eventHash).digest()
}

export type Head = { readonly position: number; readonly chainHash: Buffer }

export async function findHead(db: Db | Tx): Promise<Head> {
  const row = await db.selectFrom('audit_seal').select(['position', 'chain_hash']).orderBy('position', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? { position: 0, chainHash: chainStart } : { position: row.position, chainHash: row.chain_hash }
}

/** `pg_advisory_xact_lock` key: one sealer at a time on a database. */
export const sealerLock = 7_338_001
/** Ids are taken before their transaction commits, so late ones turn up behind the newest that is sealed: this far back a pass looks. */
const lookBackEvents = 100_000
/** Rows in memory at once. */
const batchEvents = 2_000

/**
 * Puts events that have no seal yet at the end of the chain, at most one batch; answers how many. Another process that does the same just
 * now leaves nothing to do. `isThorough` looks as far back as there are events, for the first pass after a start.
 */
export async function sealEvents(db: Db, { now, isThorough }: { readonly now: () => Date; readonly isThorough: boolean }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows: locks } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${sealerLock}) as taken`.execute(tx)
    if (locks[0]?.taken !== true) return 0
    const since = isThorough ? sql`0` : sql`coalesce((select max(event_id) from audit_seal), 0) - ${lookBackEvents}`
    const { rows } = await sql<SealedFacts>`
      select ${sealedColumns} from audit_event e
      where e.id > ${since} and not exists (select 1 from audit_seal s where s.event_id = e.id) order by e.id limit ${batchEvents}`.execute(
      tx,
    )
    if (rows.length === 0) return 0
    let { position, chainHash } = await findHead(tx)
    const sealedAt = now()
    const seals = rows.map((facts) => {
      const eventHash = hashEvent(facts)
      position += 1
      chainHash = hashLink(chainHash, position, eventHash)
      return { position, event_id: Number(facts.id), event_hash: eventHash, chain_hash: chainHash, sealed_at: sealedAt }
    })
    await tx.insertInto('audit_seal').values(seals).execute()
    return seals.length
  })
}
