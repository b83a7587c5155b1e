import assert from 'node:assert/strict'
import { once } from 'node:events'
import { fork } from 'node:child_process'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '#platform/db/db.ts'
import { outsideTransaction } from '#platform/db/transaction-guard.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { acquireLease, type Lease, LeaseLostError } from './lease.ts'

const HOUR_MS = 3_600_000

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.close())

test('of many that want the same work at once, one gets it, and the others learn who has it', async () => {
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) => acquireLease(database.db, { key: 'race', holder: `h${index}`, ttlMs: HOUR_MS })),
  )
  const acquired = results.filter((result) => result.kind === 'acquired')
  assert.equal(acquired.length, 1)
  const winner = results.findIndex((result) => result.kind === 'acquired')
  assert.ok(results.every((result) => result.kind === 'acquired' || result.holder === `h${winner}`))
})

test('a released lease is free at once; an expired one is taken over with a higher epoch, and its holder can store nothing more', async () => {
  const first = await acquire('work', 'first')
  await first.release()
  const second = await acquire('work', 'second')
  await expire('work')
  const third = await acquire('work', 'third')
  assert.ok(third.epoch > second.epoch && second.epoch > first.epoch)
  await assert.rejects(store(second, 'late'), LeaseLostError)
  await assert.rejects(second.assertOwned(), LeaseLostError)
  assert.ok(second.signal.aborted)
  await store(third, 'in time')
  await third.release()
})

test('an expired lease that nobody took is not renewed: its holder has to ask again', async () => {
  const lease = await acquire('expired', 'h')
  await expire('expired')
  await assert.rejects(lease.assertOwned(), LeaseLostError)
  await assert.rejects(store(lease, 'late'), LeaseLostError)
})

test('nobody takes the lease over between the check in a result transaction and its commit, but the holder may renew it', async () => {
  const lease = await acquire('fenced', 'slow')
  const order: string[] = []
  let takeover: Promise<void> | undefined
  await database.db.transaction().execute(async (tx) => {
    await lease.assertHeld(tx)
    const other = openDatabase({ url: database.url, connectionsMax: 1 })
    await outsideTransaction(() => lease.assertOwned())
    await sql`update lease set expires_at = '-infinity' where key = 'fenced'`.execute(other.db)
    takeover = acquireLease(other.db, { key: 'fenced', holder: 'quick', ttlMs: HOUR_MS })
      .then((result) => order.push(result.kind))
      .then(() => other.close())
    await waitForLockWaiter()
    order.push('committing')
  })
  await takeover
  assert.deepEqual(order, ['committing', 'acquired'])
})

test('a worker that was stopped, replaced and woken up again cannot store its result nor begin an AWS write', async () => {
  const child = fork(path.join(import.meta.dirname, 'lease.child.ts'), [database.url, 'paused'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    assert.deepEqual(await once(child, 'message').then(([message]) => message as unknown), { kind: 'acquired' })
    child.kill('SIGSTOP')
    await expire('paused')
    const successor = await acquire('paused', 'successor')
    await store(successor, 'successor')
    child.send('finish')
    child.kill('SIGCONT')
    const [message] = await once(child, 'message')
    assert.deepEqual(message, { kind: 'finished', stored: 'LeaseLostError', awsWrite: 'LeaseLostError', aborted: true })
    const rows = await sql<{ key: string }>`select holder as key from lease where key = 'result-of-paused'`.execute(database.db)
    assert.deepEqual(rows.rows, [{ key: 'successor' }])
    await successor.release()
  } finally {
    child.kill('SIGKILL')
  }
})

async function acquire(key: string, holder: string): Promise<Lease> {
  const result = await acquireLease(database.db, { key, holder, ttlMs: HOUR_MS })
  assert.ok(result.kind === 'acquired')
  return result.lease
}

async function expire(key: string): Promise<void> {
  await sql`update lease set expires_at = clock_timestamp() - interval '1 second' where key = ${key}`.execute(database.db)
}

/** A result transaction as a feature writes it: the result, and the check that it is still ours to store. */
async function store(lease: Lease, result: string): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('lease')
      .values({ key: `result-of-${lease.key}`, holder: result, expires_at: new Date(0) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ holder: result }))
      .execute()
    await lease.assertHeld(tx)
  })
}

async function waitForLockWaiter(): Promise<void> {
  const { db, close } = openDatabase({ url: database.url, connectionsMax: 1 })
  try {
    for (;;) {
      const waiting = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
      if (waiting.rows.length > 0) return
    }
  } finally {
    await close()
  }
}
