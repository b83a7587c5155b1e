import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { setSystemMail } from '#features/notifications/index.ts'
import { insertReset } from '#platform/auth/password-reset-store.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type MailServer, openMailServer } from '#test/support/mail-server.ts'
import { operator } from '#test/support/organization-world.ts'
import { createResetLetters } from '../reset-letters.ts'
import type { ResetLetterDeps } from '../send-reset-letter.ts'
import { sendResetLetterJob } from './send-reset-letter.job.ts'

let database: TestDatabase
let mail: MailServer
let jobs: Jobs<ResetLetterDeps>

before(async () => {
  database = await createTestDatabase({ connectionsMax: 10 })
  mail = await openMailServer()
  const { db } = database
  const sealer = createSealer(openKeyRing({ kind: 'given', text: generateMasterKey() }))
  const deps = { db, sealer, outgoing: createOutgoing({ allow: ['127.0.0.1'] }), now: () => new Date(), newId: randomUUID }
  const server = { host: '127.0.0.1', port: mail.port, security: 'none' as const, username: null, from: 'reeve@example.com' }
  await setSystemMail(deps, operator, server)
  jobs = await createJobs<ResetLetterDeps>({ url: database.url, jobs: [sendResetLetterJob], supervise: false })
  await jobs.startWorker(deps)
})
after(async () => {
  await jobs.stop()
  await mail.close()
  await database.close()
})

test('the real queue writes the letter of a request that committed, to the site’s address, and none of one that rolled back', async () => {
  const { db } = database
  const letters = createResetLetters({ db, jobs })
  assert.equal(await letters.isConfigured(), true)
  const { id: personId } = await db
    .insertInto('person')
    .values({ name: 'Pat', email: 'pat@example.com' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ask = (fails: boolean) =>
    db.transaction().execute(async (tx) => {
      const id = randomUUID()
      const at = new Date()
      const expiresAt = new Date(at.getTime() + 60_000)
      await insertReset(tx, { id, personId, baseUrl: 'https://reeve.example', createdBy: 'nobody', at, expiresAt })
      await letters.enqueue(tx, id)
      if (fails) throw new Error('rolled back')
    })
  await assert.rejects(ask(true), /rolled back/)
  await ask(false)
  for (const deadline = Date.now() + 30_000; mail.mails.length === 0;) {
    assert.ok(Date.now() < deadline, 'no letter within thirty seconds')
    await delay(50)
  }
  assert.deepEqual(
    mail.mails.map(({ to }) => to),
    [['pat@example.com']],
  )
  assert.match(mail.mails[0]?.source.replaceAll(/=\r?\n/g, '') ?? '', /https:\/\/reeve\.example\/reset-password#link=3D[\w-]{43}/)
})
