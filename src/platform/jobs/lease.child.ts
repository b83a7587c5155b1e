/** A worker for `lease.test.ts`: takes a lease, and on request tries to finish. `lease.child.ts URL KEY` */
import { openDatabase } from '#platform/db/db.ts'
import { acquireLease } from './lease.ts'

const [url, key] = process.argv.slice(2) as [string, string]
const { db, close } = openDatabase({ url, connectionsMax: 2 })
const result = await acquireLease(db, { key, holder: 'child', ttlMs: 3_600_000 })
if (result.kind !== 'acquired') throw new Error('the lease was not free')
const { lease } = result
process.send!({ kind: 'acquired' })
process.once('message', () => {
  void finish()
})

async function finish(): Promise<void> {
  const stored = await nameOfFailure(
    db.transaction().execute(async (tx) => {
      await tx
        .insertInto('lease')
        .values({ key: `result-of-${key}`, holder: 'child', expires_at: new Date(0) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ holder: 'child' }))
        .execute()
      await lease.assertHeld(tx)
    }),
  )
  const awsWrite = await nameOfFailure(lease.assertOwned())
  process.send!({ kind: 'finished', stored, awsWrite, aborted: lease.signal.aborted })
  await close()
  process.disconnect()
}

function nameOfFailure(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'none',
    (error: Error) => error.name,
  )
}
