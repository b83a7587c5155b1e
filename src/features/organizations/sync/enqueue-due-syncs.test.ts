import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { insertOrganization } from '#test/support/estate-rows.ts'
import { enqueueDueSyncs } from './enqueue-due-syncs.ts'

const database = await createTestDatabase()
after(() => database.close())
const { db } = database
const start = new Date('2026-11-21T12:00:00Z')

async function dueAfter(minutes: number): Promise<string[]> {
  const queued: string[] = []
  const jobs: JobQueue<Tx> = {
    enqueue: async (_tx, _job, payload) => {
      queued.push((payload as { organizationUid: string }).organizationUid)
      return null
    },
  }
  await enqueueDueSyncs({ db, jobs, now: () => new Date(start.getTime() + minutes * 60_000) })
  return queued
}

test('an organization is due as long after the start of its last sync as its own interval says, an hour by default', async () => {
  const hourly = await insertOrganization(db)
  const often = await insertOrganization(db, { organization_id: 'o-often00000', sync_every_minutes: 15 })
  const daily = await insertOrganization(db, { organization_id: 'o-daily00000', sync_every_minutes: 1440 })
  assert.equal((await dueAfter(0)).length, 3, 'one that was never synced is due')
  for (const uid of [hourly, often, daily])
    await sql`insert into sync_run (id, organization_uid, kind, trigger, requested_by, status, phase, is_baseline, started_at, finished_at)
      values (gen_random_uuid(), ${uid}, 'estate', 'schedule', 'system:sync', 'completed', 'done', false, ${start}, ${start})`.execute(db)
  assert.deepEqual(await dueAfter(14), [])
  assert.deepEqual(await dueAfter(16), [often])
  assert.deepEqual(new Set(await dueAfter(61)), new Set([hourly, often]))
  assert.deepEqual(new Set(await dueAfter(1441)), new Set([hourly, often, daily]))
})

test('an interval that the form would refuse cannot be stored either', async () => {
  for (const minutes of [0, 14, 10_081])
    await assert.rejects(insertOrganization(db, { organization_id: 'o-wrong00000', sync_every_minutes: minutes }))
})
