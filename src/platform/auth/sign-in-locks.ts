import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

/** Failures within the window before a lock: generous to a person who mistypes, useless to one who guesses. */
const limits = { email: 10, address: 50 } as const
/** Letters within the window: enough for one that got lost, too few to bury somebody's mailbox. */
const resetLimits = { email: 3, address: 20 } as const
const windowMs = 15 * 60_000
const lockMs = 15 * 60_000
/** The same, for people to read. */
export const lockRules = { failuresByEmail: limits.email, failuresByAddress: limits.address, windowMs, lockMs } as const

export type Attempt = { readonly email: string | undefined; readonly address: string }

/** Until when this e-mail or this address must wait; null when neither must. Says the same whether or not such a person exists. */
export function findLock(db: Db, attempt: Attempt, now: Date): Promise<Date | null> {
  return findLockOf(db, keysOf(attempt), now)
}

/** The same for asking for a new password, which is counted apart: whoever is locked out may ask. */
export function findResetLock(db: Db, attempt: Attempt, now: Date): Promise<Date | null> {
  return findLockOf(db, resetKeysOf(attempt), now)
}

async function findLockOf(db: Db, keys: readonly CountedKey[], now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select(({ fn }) => fn.max('locked_until').as('until'))
    .where(
      'key',
      'in',
      keys.map(({ key }) => key),
    )
    .where('locked_until', '>', now)
    .executeTakeFirst()
  return row?.until ?? null
}

/** Counts a failure against the e-mail and the address, and locks whichever has had enough. Atomic: attempts that race all count. */
export function countFailure(db: Db, attempt: Attempt, now: Date): Promise<void> {
  return count(db, keysOf(attempt), now)
}

/** Counts that a letter was asked for, whether or not one is sent. */
export function countResetRequest(db: Db, attempt: Attempt, now: Date): Promise<void> {
  return count(db, resetKeysOf(attempt), now)
}

async function count(db: Db, keys: readonly CountedKey[], now: Date): Promise<void> {
  const windowStart = new Date(now.getTime() - windowMs)
  const lockedUntil = new Date(now.getTime() + lockMs)
  for (const { key, limit } of keys) {
    await sql`
      insert into sign_in_failure as f (key, failures, window_started_at) values (${key}, 1, ${now})
      on conflict (key) do update set
        failures = case when f.window_started_at < ${windowStart} then 1 else f.failures + 1 end,
        window_started_at = case when f.window_started_at < ${windowStart} then excluded.window_started_at else f.window_started_at end,
        locked_until = case when f.window_started_at >= ${windowStart} and f.failures + 1 >= ${limit} then ${lockedUntil}::timestamptz else f.locked_until end`.execute(
      db,
    )
  }
}

/** A success forgives the e-mail's failures, not the address's: behind it others may still be guessed at. */
export async function forgiveFailures(db: Db, { email }: Attempt): Promise<void> {
  if (email !== undefined) await db.deleteFrom('sign_in_failure').where('key', '=', emailKey(email)).execute()
}

/** Rows that can lock nobody any more. */
export async function pruneFailures(db: Db, now: Date): Promise<void> {
  const old = new Date(now.getTime() - windowMs)
  await db
    .deleteFrom('sign_in_failure')
    .where('window_started_at', '<', old)
    .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<', now)]))
    .execute()
}

type CountedKey = { readonly key: string; readonly limit: number }

function resetKeysOf({ email, address }: Attempt): CountedKey[] {
  return [
    { key: `reset-${emailKey(email ?? '')}`, limit: resetLimits.email },
    { key: `reset-address:${address}`, limit: resetLimits.address },
  ]
}

function keysOf({ email, address }: Attempt): CountedKey[] {
  const byAddress = { key: `address:${address}`, limit: limits.address }
  return email === undefined ? [byAddress] : [{ key: emailKey(email), limit: limits.email }, byAddress]
}

/** Hashed, because what is typed there is sometimes a password. */
function emailKey(email: string): string {
  return `email:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`
}
