import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { recordAudit } from '#platform/audit/audit.ts'
import { sealEvents } from '#platform/audit/chain.ts'
import { type Checkpoint, openSigner } from '#platform/audit/checkpoint.ts'
import { addCheckpoint } from '#platform/audit/checkpoint-store.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { openHttpReceiver } from '#test/support/http-receiver.ts'

let database: TestDatabase
let reeve: CommandLine
const folder = mkdtempSync(join(tmpdir(), 'reeve-audit-cli-'))
const kept: Checkpoint[] = []
const now = () => new Date()

before(async () => {
  database = await createTestDatabase()
  const { db } = database
  const sealer = createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') }))
  reeve = await openCommandLine({
    db,
    sealer,
    now,
    newId: () => crypto.randomUUID(),
    version: '0.0.0',
    door: undefined as never,
    outgoing: createOutgoing({ allow: ['127.0.0.0/8'] }),
    auditCheckpoints: join(folder, 'server.jsonl'),
  })
  const signer = await openSigner(db, { sealer, now })
  for (let i = 0; i < 4; i += 1) {
    await db.transaction().execute((tx) =>
      recordAudit(tx, {
        actor: { kind: 'operator', id: 'os:1' },
        action: 'thing.changed',
        subject: `thing:${i}`,
        after: { text: '=1+1' },
      }),
    )
    await sealEvents(db, { now, isThorough: true })
    kept.push((await addCheckpoint(db, signer, now()))!)
  }
})
after(async () => {
  await reeve.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const lines = (checkpoints: readonly object[]) => checkpoints.map((checkpoint) => `${JSON.stringify(checkpoint)}\n`).join('')
const sent = (checkpoint: object) => `2026-11-21T22:00:00Z host reeve: ${JSON.stringify({ type: 'checkpoint', ...checkpoint })}\n`
function write(name: string, text: string | Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
/** Changes what the trail is and puts it back, as somebody with all rights on the database could. */
async function forging<T>(statement: string, body: () => Promise<T>): Promise<T> {
  await sql
    .raw(`create table kept_event as table audit_event; create table kept_seal as table audit_seal;
      alter table audit_event disable trigger user; ${statement}`)
    .execute(database.db)
  try {
    return await body()
  } finally {
    await sql
      .raw(`delete from audit_seal; delete from audit_event; insert into audit_event overriding system value table kept_event;
        insert into audit_seal table kept_seal; drop table kept_event, kept_seal; alter table audit_event enable trigger user`)
      .execute(database.db)
  }
}

test('verify takes checkpoints from a file, a folder of logs, rotated and packed too, and an address', async () => {
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  writeFileSync(join(logs, 'audit.log'), `something else\n${sent(kept[2]!)}${sent(kept[3]!)}`)
  writeFileSync(join(logs, 'audit.log.1.gz'), gzipSync(`${sent(kept[0]!)}${sent(kept[1]!)}`))
  const server = createServer((_request, response) => response.end(kept.map(sent).join('')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const places = [
    ['--checkpoints', write('all.jsonl', lines(kept))],
    ['--directory', logs],
    ['--url', `http://127.0.0.1:${port}/export`],
  ]
  for (const place of places) {
    const { code, out, notes } = await reeve.run(['audit', 'verify', ...place, '--output', 'json'])
    const { isIntact, checkpoints, vouchedTo } = JSON.parse(out) as { isIntact: boolean; checkpoints: number; vouchedTo: number }
    assert.deepEqual([code, isIntact, checkpoints, vouchedTo], [0, true, 4, 4], `${place.join(' ')}: ${notes}`)
  }
  await new Promise((resolve) => server.close(resolve))
})

test('each finding has an exit code of its own', async () => {
  const all = write('whole.jsonl', lines(kept))
  const codeOf = async (...args: string[]) => (await reeve.run(['audit', 'verify', ...args])).code
  assert.equal(await codeOf('--checkpoints', all), 0)
  assert.equal(await forging(`update audit_event set actor = 'forged' where subject = 'thing:1'`, () => codeOf('--checkpoints', all)), 3)
  assert.equal(await codeOf('--checkpoints', write('gap.jsonl', lines([kept[0]!, kept[2]!, kept[3]!]))), 4)
  assert.equal(await codeOf('--checkpoints', write('torn.jsonl', `${lines(kept)}{"number":`)), 4)
  assert.equal(await codeOf('--directory', join(folder, 'logs', '..', 'empty-folder-that-is-not')), 2)
  const cut = `delete from audit_seal where position = 4; delete from audit_event where subject = 'thing:3'`
  assert.equal(await forging(cut, () => codeOf('--checkpoints', all)), 5)
  const anew = `update audit_event set actor = 'forged' where subject = 'thing:0'; delete from audit_seal`
  const rewritten = () => sealEvents(database.db, { now, isThorough: true }).then(() => codeOf('--checkpoints', all))
  assert.equal(await forging(anew, rewritten), 6)
  assert.equal(await codeOf('--checkpoints', all), 0, 'and the trail is as it was')
})

test('a folder without a checkpoint vouches for nothing, and that is no success', async () => {
  mkdirSync(join(folder, 'bare'))
  const { code, notes } = await reeve.run(['audit', 'verify', '--directory', join(folder, 'bare')])
  assert.equal(code, 4)
  assert.match(notes, /nothing outside vouches/)
})

test('two places at once are bad usage', async () => {
  assert.equal((await reeve.run(['audit', 'verify', '--sink', 'x', '--directory', folder])).code, 2)
})

test('export writes all that matches, to a file that is whole or not there', async () => {
  const file = join(folder, 'out.csv')
  assert.equal((await reeve.run(['audit', 'export', '--format', 'csv', '--action', 'thing.*', '--file', file])).code, 0)
  assert.equal(readFileSync(file, 'utf8').trimEnd().split('\r\n').length, 5)
  const jsonl = await reeve.run(['audit', 'export', '--text', 'THING:2'])
  assert.deepEqual(
    jsonl.out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { subject: string }).subject),
    ['thing:2'],
  )
  const refused = await reeve.run(['audit', 'export', '--account', '12', '--file', join(folder, 'never.csv')])
  assert.equal(refused.code, 2)
  assert.match(refused.notes, /--account/)
  assert.throws(() => readFileSync(join(folder, 'never.csv')))
})

test('a sink is added with secrets from files, listed, tested, edited and removed; retention is set and shown', async () => {
  const receiver = await openHttpReceiver()
  const header = write('header.txt', 'Splunk CANARY-TOKEN\n')
  const added = await reeve.run([
    'audit',
    'sink',
    'add',
    'splunk',
    '--https',
    receiver.url,
    '--authorization-file',
    header,
    '--gzip',
    '--output',
    'json',
  ])
  assert.equal(added.code, 0, added.notes)
  assert.match(added.notes, /Keep the signing key/)
  assert.equal(added.out.includes('CANARY'), false)
  assert.equal((await reeve.run(['audit', 'sink', 'test', 'splunk'])).code, 0)
  assert.equal(receiver.requests[0]?.headers['authorization'], 'Splunk CANARY-TOKEN')
  receiver.answer({ status: 403 })
  const failed = await reeve.run(['audit', 'sink', 'test', 'splunk'])
  assert.deepEqual([failed.code, failed.notes.trim()], [1, 'Not accepted: HTTP 403'])
  assert.equal((await reeve.run(['audit', 'sink', 'edit', 'splunk', '--no-enabled'])).code, 0)
  assert.match((await reeve.run(['audit', 'sink', 'list', '--output', 'json'])).out, /"isEnabled":false/)
  const wrong = await reeve.run(['audit', 'sink', 'add', 'x', '--syslog', 'tcp://logs', '--port', '0'])
  assert.deepEqual([wrong.code, /--syslog/.test(wrong.notes)], [2, true])
  assert.equal((await reeve.run(['audit', 'sink', 'remove', 'splunk', '--dry-run'])).code, 3)
  assert.equal((await reeve.run(['audit', 'sink', 'remove', 'splunk'])).code, 0)
  await receiver.close()
  const set = await reeve.run(['audit', 'retention', '--set', 'sign_in.*=90', '--output', 'json'])
  assert.deepEqual(JSON.parse(set.out), [{ pattern: 'sign_in.*', days: 90 }])
  assert.equal((await reeve.run(['audit', 'retention', '--set', 'sign_in.*=3'])).code, 2)
  assert.deepEqual(JSON.parse((await reeve.run(['audit', 'retention', '--keep-all', '--output', 'json'])).out), [])
})
