import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stringify } from 'yaml'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { type ConnectionWorld, openConnectionWorld } from '#test/support/connection-world.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { openNotificationWorld } from '#test/support/notification-world.ts'

let database: TestDatabase
let world: ConnectionWorld
let reeve: CommandLine

before(async () => {
  database = await createTestDatabase()
  world = openConnectionWorld({ accounts: 2 })
  reeve = await openCommandLine({
    ...openNotificationWorld(database).deps,
    ...world,
    db: database.db,
    jobs: { enqueue: async () => 'job' },
  })
})
after(async () => {
  await reeve.close()
  await database.close()
})

const site = (name = 'Marketing') => ({
  version: 1,
  accounts: world.singles.map(({ accountId, roleArn }, index) => ({
    accountId,
    name: `${name} ${index}`,
    credentials: { role: { arn: roleArn, sessionName: 'reeve', externalId: { env: `ID_${index}` } } },
  })),
})
const variables = () => Object.fromEntries(world.singles.map(({ externalId }, index) => [`ID_${index}`, externalId]))
const run = (verb: string, document: object | string, ...flags: string[]) =>
  reeve.run(['config', verb, '-', '--output', 'json', ...flags], {
    stdin: typeof document === 'string' ? document : stringify(document),
    variables: variables(),
  })
const told = ({ out }: { readonly out: string }) =>
  (JSON.parse(out) as { action: string; kind: string; field: string }[]).map(({ action, kind, field }) => `${action} ${kind} ${field}`)

test('single accounts are connected with ExternalIds by reference, checked against AWS, and then plan to nothing', async () => {
  const applied = await run('apply', site())
  assert.equal(applied.code, 0, applied.notes)
  const again = await run('plan', site())
  assert.deepEqual([again.code, again.out], [0, '[]\n'], again.notes)
  const exported = await reeve.run(['config', 'export'])
  assert.equal(exported.code, 0, exported.notes)
  assert.equal((await run('plan', exported.out)).out, '[]\n')
  const said = JSON.stringify([applied, exported, await listAuditEvents(database.db, {}, { limit: 100 })])
  for (const { externalId } of world.singles) assert.equal(said.includes(externalId), false)
})

test('a changed name changes the name alone; a changed role sends the credentials whole', async () => {
  assert.deepEqual(told(await run('plan', site('Sales'))), ['change account name', 'change account name'])
  assert.equal((await run('apply', site('Sales'))).code, 0)
  const document = site('Sales')
  const [first] = document.accounts
  Object.assign(first?.credentials.role ?? assert.fail(), { sessionName: 'reeve-2' })
  assert.deepEqual(told(await run('plan', document)), ['change account credentials.role.sessionName'])
  assert.equal((await run('apply', document)).code, 0)
  assert.equal((await run('plan', document)).out, '[]\n')
})

test('an ExternalId that AWS refuses ends the run, what was done stays, and the next run goes on', async () => {
  const [, second] = world.singles
  assert.equal((await run('apply', { version: 1, accounts: [] }, '--prune')).code, 0)
  const failed = await reeve.run(['config', 'apply', '-'], {
    stdin: stringify(site()),
    variables: { ...variables(), ID_1: 'not-the-external-id' },
  })
  assert.equal(failed.code, 1)
  assert.match(failed.notes, new RegExp(`add account ${second?.accountId} failed; 1 of 2 steps were taken`))
  assert.doesNotMatch(failed.notes, /not-the-external-id/)
  const rest = await run('apply', site())
  assert.deepEqual([rest.code, told(rest).every((step) => step.startsWith('add account'))], [0, true], rest.notes)
  assert.equal((await run('plan', site())).out, '[]\n')
})
