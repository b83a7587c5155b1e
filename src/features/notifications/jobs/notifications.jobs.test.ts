import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { insertOrganization } from '#test/support/estate-rows.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'
import { deliverJob } from './deliver.job.ts'
import { fanOutJob } from './fan-out.job.ts'
import { pruneDeliveriesJob } from './prune-deliveries.job.ts'

type World = ReturnType<typeof openNotificationWorld>
let database: TestDatabase
let receiver: HttpReceiver
let world: World
let jobs: Jobs<World['deps']>

before(async () => {
  database = await createTestDatabase({ connectionsMax: 10 })
  receiver = await openHttpReceiver()
  world = openNotificationWorld(database)
  jobs = await createJobs<World['deps']>({ url: database.url, jobs: [deliverJob, fanOutJob, pruneDeliveriesJob], supervise: false })
  await jobs.startWorker({ ...world.deps, jobs, now: () => new Date() })
})
after(async () => {
  await jobs.stop()
  await receiver.close()
  await database.close()
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, 'it took longer than thirty seconds')
    await delay(50)
  }
}
const run = (job: typeof fanOutJob | typeof pruneDeliveriesJob) => database.db.transaction().execute((tx) => jobs.enqueue(tx, job, {}))

test('the real queue carries an event to its receiver, and a failed attempt waits in it for its time', async () => {
  const organizationUid = await insertOrganization(database.db)
  await world.addChannel({ name: 'hook', webhook: { url: receiver.url }, subscriptions: [{ kinds: ['*'] }] })
  const tell = (kind: string) =>
    sql`insert into estate_event (organization_uid, subject_kind, subject_id, kind, actor, at) values (${organizationUid}, 'account', '111122223333', ${kind}, 'x', now())`.execute(
      database.db,
    )
  await tell('joined')
  await run(fanOutJob)
  await until(async () => (await world.deliveries())[0]?.state === 'sent')
  assert.equal(receiver.requests[0]?.headers['reeve-event'], 'estate.joined')

  receiver.answer({ status: 500 })
  await tell('closed')
  await run(fanOutJob)
  await until(async () => (await world.deliveries())[0]?.lastStatus === 500)
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from start_after - now())::float8 as seconds from pgboss.job where name = ${deliverJob.name} and state = 'created'`.execute(
    database.db,
  )
  assert.equal(rows.length, 1)
  assert.ok((rows[0]?.seconds ?? 0) > 15 && (rows[0]?.seconds ?? 0) <= 31, `${rows[0]?.seconds} s`)
})

test('the log is pruned of what ended ninety days ago, and of nothing that waits', async () => {
  await sql`update notification_delivery set finished_at = now() - interval '91 days', created_at = now() - interval '91 days' where state = 'sent'`.execute(
    database.db,
  )
  await sql`update notification_delivery set created_at = now() - interval '91 days' where state = 'queued'`.execute(database.db)
  await run(pruneDeliveriesJob)
  await until(async () => (await world.deliveries()).length === 1)
  assert.deepEqual(
    (await world.deliveries()).map(({ state }) => state),
    ['queued'],
  )
})
