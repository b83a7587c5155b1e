import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { type HttpReceiver, openHttpReceiver } from '#test/support/http-receiver.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'

let database: TestDatabase
let receiver: HttpReceiver
let reeve: CommandLine
const folder = mkdtempSync(join(tmpdir(), 'reeve-notify-'))

before(async () => {
  database = await createTestDatabase()
  receiver = await openHttpReceiver()
  reeve = await openCommandLine(openNotificationWorld(database).deps)
})
after(async () => {
  await reeve.close()
  await receiver.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

test('a channel is added, tested, switched off, listed and removed; its key is said once', async () => {
  const added = await reeve.run([
    'notification',
    'add',
    'siem',
    '--webhook',
    receiver.url,
    '--kind',
    'sync.*',
    '--selector',
    'ou:/Prod/**',
    '--output',
    'json',
  ])
  assert.equal(added.code, 0, added.notes)
  assert.match(added.notes, /Keep the signing key/)
  const { signingSecret } = JSON.parse(added.out) as { signingSecret: string }
  const tested = await reeve.run(['notification', 'test', 'siem'])
  assert.equal(tested.code, 0)
  assert.equal(receiver.requests.length, 1)
  receiver.answer({ status: 500 })
  const failed = await reeve.run(['notification', 'test', 'siem'])
  assert.equal(failed.code, 1)
  assert.match(failed.notes, /Not sent: HTTP 500/)
  const dry = await reeve.run(['notification', 'edit', 'siem', '--no-enabled', '--dry-run'])
  assert.equal(dry.code, 3)
  assert.equal((await reeve.run(['notification', 'edit', 'siem', '--no-enabled'])).code, 0)
  const list = await reeve.run(['notification', 'list', '--output', 'json'])
  assert.match(list.out, /"isEnabled":false/)
  const log = await reeve.run(['notification', 'deliveries', '--state', 'dead', '--output', 'json'])
  const [dead] = JSON.parse(log.out) as { id: string }[]
  assert.equal((await reeve.run(['notification', 'retry', dead?.id ?? ''])).code, 0)
  assert.equal((await reeve.run(['notification', 'remove', 'siem', '--dry-run'])).code, 3)
  assert.equal((await reeve.run(['notification', 'remove', 'siem'])).code, 0)
  assert.equal((await reeve.run(['notification', 'show', 'siem'])).code, 1)
  assert.equal([list.out, log.out, tested.out, dry.out].join('').includes(signingSecret), false)
})

test('secrets come from files, and every wrong flag is named', async () => {
  const file = join(folder, 'slack')
  writeFileSync(file, `${receiver.url}/services/x\n`)
  assert.equal((await reeve.run(['notification', 'add', 'slack', '--slack-url-file', file])).code, 0)
  const missing = await reeve.run(['notification', 'add', 'x', '--slack-url-file', join(folder, 'none')])
  assert.deepEqual([missing.code, /--slack-url-file .*ENOENT/.test(missing.notes)], [2, true])
  const wrong = await reeve.run([
    'notification',
    'add',
    'x',
    '--email',
    'nobody',
    '--from',
    'a@b.example',
    '--smtp-host',
    'mail.example',
    '--kind',
    'nope',
  ])
  assert.equal(wrong.code, 2)
  assert.match(wrong.notes, /--email "nobody"/)
  assert.match(wrong.notes, /--kind "nope"/)
  const two = await reeve.run(['notification', 'add', 'x', '--slack-url-file', file, '--webhook', 'https://a.example'])
  assert.deepEqual([two.code, /exactly one/.test(two.notes)], [2, true])
})

test('the kinds that can be told are listed', async () => {
  const { code, out } = await reeve.run(['notification', 'kinds'])
  assert.equal(code, 0)
  assert.match(out, /estate\.joined/)
})
