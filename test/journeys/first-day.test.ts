import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Ended, openStand, type SimContract, type Stand } from '#test/support/reeve-process.ts'

/** One owner's first day with the command line alone: no server runs, every command starts the API in its own process. */
let stand: Stand
let sim: SimContract
let env: Record<string, string>

before(async () => {
  stand = await openStand()
  sim = await stand.simulate(['--accounts', '60', '--seed', '7'])
  env = stand.environment(sim)
})
after(() => stand.end())

const reeve = (...args: string[]): Promise<Ended> => stand.run('cli.ts', args, env)
async function json(...args: string[]): Promise<unknown> {
  const { out, err, code } = await reeve(...args)
  assert.ok(code === 0 || code === 4, err)
  return JSON.parse(out)
}

const roles = (): string[] => [
  '--org-role-arn',
  sim.orgRoleArn,
  '--org-external-id',
  sim.externalId,
  '--org-session-name',
  'reeve',
  '--org-duration',
  '3600',
  '--member-role',
  sim.memberRoleName,
  '--member-external-id',
  sim.externalId,
  '--member-session-name',
  'reeve',
  '--member-duration',
  '3600',
]

test('bad input is refused whole, each fault with its flag and rule, and nothing is stored [ROLE-13, ORG-18]', async () => {
  const { code, out, err } = await reeve(
    'org',
    'add',
    ...roles().map((word) => word.replace('arn:aws:', 'arn:aw:')),
    '--member-session-name',
    'x',
    '--exclude-prefix',
    ' ',
  )
  assert.equal(code, 2, err)
  assert.equal(out, '')
  for (const flag of ['--org-role-arn', '--member-session-name', '--exclude-prefix']) assert.match(err, new RegExp(flag))
  assert.equal(err.includes(sim.externalId), false, 'the ExternalId was repeated')
  assert.deepEqual(await json('org', 'list', '--output', 'json'), [])
})

test('a wrong ExternalId is refused with what it may be, and nothing is stored [ORG-18]', async () => {
  const { code, err } = await reeve('org', 'add', ...roles().map((word) => (word === sim.externalId ? 'not-the-right-one' : word)))
  assert.equal(code, 1, err)
  assert.match(err, /ExternalId/)
  assert.deepEqual(await json('org', 'list', '--output', 'json'), [])
})

test('an organization is registered, synced and badged by three commands [ORG-4, ORG-21, ORG-22, ORG-28, BADGE-3]', async () => {
  const added = await reeve('org', 'add', ...roles(), '--nickname', 'main', '--output', 'json')
  assert.equal(added.code, 0, added.err)
  const synced = await reeve('org', 'sync', 'main', '--output', 'json')
  // Some of the simulated members cannot be entered: a partial picture says so by its exit code.
  assert.equal(synced.code, 4, synced.err)
  const accounts = (await json('account', 'list', '--output', 'json')) as {
    accountId: string
    status: string
    orgPath: string
    organizationId: string
    badges: { key: string; value: string; system: boolean }[]
  }[]
  assert.equal(accounts.length, 60)
  for (const { organizationId, orgPath, badges } of accounts) {
    assert.equal(organizationId, sim.organizationId)
    assert.match(orgPath, /^Root/)
    assert.ok(badges.some(({ key, value, system }) => key === 'system.cloud_organization' && value === sim.organizationId && system))
    assert.ok(badges.some(({ key, value }) => key === 'cloud_org_path' && value === orgPath))
  }
  assert.ok(accounts.some(({ status }) => status === 'ok') && accounts.some(({ status }) => status !== 'ok'))
})

test('registering it again is refused, and a second sync finds nothing to write [ORG-5]', async () => {
  const again = await reeve('org', 'add', ...roles())
  assert.equal(again.code, 1)
  assert.match(again.err, /registered/)
  const synced = (await json('org', 'sync', sim.organizationId, '--output', 'json')) as { writes: number; changes: object }
  assert.deepEqual([synced.writes, synced.changes], [0, {}])
})

test('accounts of an organization cannot be removed singly [ORG-27]', async () => {
  const { code, err } = await reeve('account', 'remove', sim.managementAccountId)
  assert.notEqual(code, 0)
  assert.match(err, /managed by/)
})

test('lists come in every form: an array, lines, and a table that spreadsheets cannot run', async () => {
  const policies = (await json('policy', 'list', '--output', 'json')) as unknown[]
  const lines = (await reeve('policy', 'list', '--output', 'jsonl')).out.trim().split('\n')
  const csv = (await reeve('policy', 'list', '--output', 'csv')).out.trim().split('\n')
  assert.equal(lines.length, policies.length)
  assert.equal(csv.length, policies.length + 1)
})

test('policies are linted and evaluated without server or database', async () => {
  const file = join(stand.directory, 'scp.json')
  writeFileSync(file, '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*"}]}')
  const lint = await stand.run('cli.ts', ['policy', 'lint', file, '--type', 'scp', '--output', 'json'])
  assert.equal(lint.code, 3, lint.err)
  assert.match(lint.out, /Resource/)
})

test('removing the registration keeps history, wipes credentials and prints the tear-down', async () => {
  const removed = await reeve('org', 'remove', 'main')
  assert.equal(removed.code, 0, removed.err)
  assert.match(removed.out + removed.err, /delete|remove/i)
  assert.deepEqual(await json('org', 'list', '--output', 'json'), [])
  const audit = (await json('audit', 'list', '--output', 'json')) as { action: string; actor: string }[]
  const actions = audit.map(({ action }) => action)
  assert.ok(actions.includes('organization.registered') && actions.includes('organization.removed'), actions.join())
  assert.ok(audit.every(({ actor }) => actor.startsWith('os:') || actor.startsWith('system:')))
  assert.equal(JSON.stringify(audit).includes(sim.externalId), false)
})
