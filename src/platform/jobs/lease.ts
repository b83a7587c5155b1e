import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'

export type LeaseRequest = {
  readonly key: string
  /** Unique to this process and this attempt, so that a restarted process is somebody else. */
  readonly holder: string
  readonly ttlMs: number
}

export type Lease = {
  readonly key: string
  readonly epoch: number
  /** Aborted with a `LeaseLostError` once the lease is, or can no longer be proved to be, ours. */
  readonly signal: AbortSignal
  /**
   * Call it in every transaction that stores a result: it throws unless the lease is still ours, and nobody can take it
   * before that transaction ends. This is what stops a worker that slept through its own replacement.
   */
  readonly assertHeld: (tx: Tx) => Promise<void>
  /** Call it before every write to AWS: renews the lease for its full time, or throws. AWS itself cannot be fenced. */
  readonly assertOwned: () => Promise<void>
  readonly release: () => Promise<void>
}

export type LeaseResult =
  | { readonly kind: 'acquired'; readonly lease: Lease }
  | { readonly kind: 'held'; readonly holder: string; readonly expiresAt: Date }

export class LeaseLostError extends Error {
  constructor(key: string, options?: { cause?: unknown }) {
    super(`The lease on ${key} is held by somebody else by now: this work was given away`, options)
    this.name = 'LeaseLostError'
  }
}

/**
 * Takes a lease that is free or expired, by the database's clock, and renews it until `release()`. Every acquisition raises
 * the epoch, so that what an earlier holder still tries to store is refused.
 */
export async function acquireLease(db: Db, request: LeaseRequest): Promise<LeaseResult> {
  const askedAt = performance.now()
  const taken = await db.transaction().execute((tx) => take(tx, request))
  if (taken.kind === 'held') return taken
  return { kind: 'acquired', lease: keepLease(db, request, { epoch: taken.epoch, askedAt }) }
}

/** Runs `body` under a lease and lets go of it afterwards; `held` when somebody else has it. */
export async function withLease<T>(
  db: Db,
  request: LeaseRequest,
  body: (lease: Lease) => Promise<T>,
): Promise<{ kind: 'done'; value: T } | Extract<LeaseResult, { kind: 'held' }>> {
  const result = await acquireLease(db, request)
  if (result.kind === 'held') return result
  try {
    return { kind: 'done', value: await body(result.lease) }
  } finally {
    await result.lease.release()
  }
}

type Taken = { readonly kind: 'taken'; readonly epoch: number } | Extract<LeaseResult, { kind: 'held' }>

async function take(tx: Tx, { key, holder, ttlMs }: LeaseRequest): Promise<Taken> {
  const until = sql<Date>`clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'`
  await sql`insert into lease (key, holder, epoch, expires_at) values (${key}, ${holder}, 1, '-infinity') on conflict do nothing`.execute(
    tx,
  )
  // FOR UPDATE waits for result transactions that hold FOR KEY SHARE; a renewal does not.
  await sql`select 1 from lease where key = ${key} for update`.execute(tx)
  const taken = await sql<{ epoch: number }>`
    update lease set holder = ${holder}, epoch = epoch + 1, acquired_at = clock_timestamp(), expires_at = ${until}
    where key = ${key} and (expires_at <= clock_timestamp() or holder = ${holder}) returning epoch
  `.execute(tx)
  if (taken.rows[0] !== undefined) return { kind: 'taken', epoch: taken.rows[0].epoch }
  const other = await tx.selectFrom('lease').select(['holder', 'expires_at']).where('key', '=', key).executeTakeFirstOrThrow()
  return { kind: 'held', holder: other.holder, expiresAt: other.expires_at }
}

function keepLease(db: Db, { key, holder, ttlMs }: LeaseRequest, taken: { readonly epoch: number; readonly askedAt: number }): Lease {
  const lost = new AbortController()
  const released = new AbortController()
  // Our own clock, monotonic and counted from before the question: it can only be too strict.
  let provenUntil = taken.askedAt + ttlMs
  void renewForever()

  async function renew(): Promise<void> {
    lost.signal.throwIfAborted()
    const askedAt = performance.now()
    const renewed = await sql`
      update lease set expires_at = clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'
      where key = ${key} and holder = ${holder} and epoch = ${taken.epoch} and expires_at > clock_timestamp()
    `.execute(db)
    if (renewed.numAffectedRows !== 1n) throw lose()
    provenUntil = askedAt + ttlMs
  }

  async function renewForever(): Promise<void> {
    const ended = AbortSignal.any([lost.signal, released.signal])
    while (!ended.aborted) {
      await delay(ttlMs / RENEWALS_PER_TTL, undefined, { signal: ended, ref: false }).catch(() => undefined)
      if (ended.aborted) return
      // An unreachable database is no verdict: tried again until the lease may have run out.
      await renew().catch((error: unknown) => {
        if (performance.now() > provenUntil) lose(error)
      })
    }
  }

  function lose(cause?: unknown): LeaseLostError {
    const error = new LeaseLostError(key, { cause })
    lost.abort(error)
    return error
  }

  async function assertHeld(tx: Tx): Promise<void> {
    const held = await sql`
      select 1 from lease where key = ${key} and holder = ${holder} and epoch = ${taken.epoch} and expires_at > clock_timestamp() for key share
    `.execute(tx)
    if (held.rows.length !== 1) throw lose()
  }

  async function release(): Promise<void> {
    released.abort()
    if (lost.signal.aborted) return
    await sql`update lease set expires_at = '-infinity' where key = ${key} and holder = ${holder} and epoch = ${taken.epoch}`.execute(db)
  }

  return { key, epoch: taken.epoch, signal: lost.signal, assertHeld, assertOwned: renew, release }
}

const RENEWALS_PER_TTL = 3
