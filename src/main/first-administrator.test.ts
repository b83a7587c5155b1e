import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findLiveLink } from '#platform/auth/one-time-links.ts'
import { ensureRunDirectory } from '#platform/http/paths.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { firstAdministratorFile, offerFirstAdministrator } from './first-administrator.ts'

const database = await createTestDatabase()
const { db } = database
const dataDir = mkdtempSync(join(tmpdir(), 'reeve-first-'))
ensureRunDirectory(dataDir)
after(async () => {
  rmSync(dataDir, { recursive: true })
  await database.close()
})
const noon = new Date('2026-11-21T12:00:00Z')
const deps = { db, now: () => noon, baseUrl: () => 'https://reeve.example' }
const secretIn = (url: string): string => /^https:\/\/reeve\.example\/welcome#link=([\w-]{43})$/m.exec(url.trim())?.[1] ?? assert.fail(url)

test('without a terminal the link is in a file that its owner alone can read, and dies after 15 minutes', async () => {
  assert.equal(await offerFirstAdministrator(deps, { dataDir, terminal: undefined }), 'offered')
  const file = firstAdministratorFile(dataDir)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const secret = secretIn(readFileSync(file, 'utf8'))
  const minutes = (count: number) => new Date(noon.getTime() + count * 60_000)
  assert.equal((await findLiveLink(db, secret, minutes(14.9)))?.role, 'domain-admin')
  assert.equal(await findLiveLink(db, secret, minutes(15)), undefined)
})

test('the next start voids the link before, tells a terminal the new one, and leaves no file', async () => {
  const told: string[] = []
  await offerFirstAdministrator(deps, { dataDir, terminal: undefined })
  const old = secretIn(readFileSync(firstAdministratorFile(dataDir), 'utf8'))
  await offerFirstAdministrator(deps, { dataDir, terminal: (text) => told.push(text) })
  assert.equal(existsSync(firstAdministratorFile(dataDir)), false)
  assert.equal(await findLiveLink(db, old, noon), undefined)
  assert.notEqual(await findLiveLink(db, secretIn(/https:\S+/.exec(told.join(''))?.[0] ?? ''), noon), undefined)
})

test('once somebody administers, no link is made', async () => {
  const person = await db.insertInto('person').values({ name: 'A', email: 'a@example.com' }).returning('id').executeTakeFirstOrThrow()
  await db
    .insertInto('role_binding')
    .values({ id: crypto.randomUUID(), person_id: person.id, role: 'domain-admin', created_at: noon, created_by: 'test' })
    .execute()
  assert.equal(await offerFirstAdministrator(deps, { dataDir, terminal: () => assert.fail('nothing to tell') }), 'not_needed')
})
