import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { openPeopleStand, type PeopleStand } from '#test/support/people-stand.ts'

let stand: PeopleStand
let reeve: CommandLine
before(async () => {
  stand = await openPeopleStand()
  const { db, sealer, clock } = stand
  reeve = await openCommandLine({ db, sealer, now: () => clock.now, newId: () => crypto.randomUUID(), baseUrl: () => 'http://reeve.test' })
})
after(async () => {
  await reeve.close()
  await stand.close()
})
const json = async <T>(...argv: string[]): Promise<T> => {
  const { code, out, notes } = await reeve.run([...argv, '--output', 'json'])
  assert.equal(code, 0, notes)
  return JSON.parse(out) as T
}
type Connection = {
  name: string
  provisionedOnly: boolean
  match: object
  grants: { claim: string; value: string; role: string; scope: string | null }[]
  tokens: { id: string; revokedAt: string | null }[]
}

test('a connection is set, changed where flags say so and nowhere else, and shown', async () => {
  const dry = await reeve.run(['scim', 'set', 'entra', '--dry-run'])
  assert.equal(dry.code, 3, dry.notes)
  await json(
    'scim',
    'set',
    'entra',
    '--name',
    'Entra ID',
    '--external-id-claim',
    'oid',
    '--grant',
    'aws-blue=editor=badge:team=blue',
    '--grant-id',
    '7f3=viewer',
  )
  const changed = await json<Connection>('scim', 'set', 'entra', '--no-provisioned-only', '--user-name-claim', 'preferred_username')
  assert.deepEqual([changed.name, changed.provisionedOnly], ['Entra ID', false])
  assert.deepEqual(changed.match, { externalIdClaim: 'oid', userNameClaim: 'preferred_username', verifiedEmail: false })
  assert.deepEqual(changed.grants, [
    { claim: 'displayName', value: 'aws-blue', role: 'editor', scope: 'badge:team=blue' },
    { claim: 'externalId', value: '7f3', role: 'viewer', scope: null },
  ])
  assert.deepEqual((await json<Connection>('scim', 'set', 'entra', '--no-grants')).grants, [])
  const refused = await reeve.run(['scim', 'set', 'entra', '--grant', 'x=emperor'])
  assert.deepEqual([refused.code, /no role emperor/.test(refused.notes)], [1, true])
  assert.equal((await reeve.run(['scim', 'set', 'entra', '--grant', 'x'])).code, 2)
})

test('a token is shown once, replaced with an overlap and revoked; the groups and the connection are listed and go', async () => {
  const made = await json<{ id: string; token: string }>('scim', 'rotate', 'entra', '--expires-in-days', '30')
  assert.match(made.token, /^reeve_scim_[\w-]{43}$/)
  const reply = await stand.server.inject({
    method: 'POST',
    url: '/scim/v2/Groups',
    headers: { authorization: `Bearer ${made.token}` },
    payload: { displayName: 'aws-blue' },
  })
  assert.equal(reply.statusCode, 201, reply.body)
  assert.deepEqual(
    (await json<{ displayName: string }[]>('scim', 'groups', 'entra')).map(({ displayName }) => displayName),
    ['aws-blue'],
  )
  assert.equal((await reeve.run(['scim', 'revoke', 'entra', made.id])).code, 0)
  const shown = await json<Connection>('scim', 'show', 'entra')
  assert.deepEqual([shown.tokens.length, shown.tokens[0]?.revokedAt === null], [1, false])
  const { out } = await reeve.run(['scim', 'list'])
  assert.match(out, /entra/)
  assert.equal((await reeve.run(['scim', 'remove', 'entra'])).code, 0)
  assert.equal((await reeve.run(['scim', 'show', 'entra'])).code, 1)
})

test('a person is removed by e-mail', async () => {
  await stand.newcomer({ role: 'domain-admin' })
  const { email } = await stand.newcomer()
  const removed = await reeve.run(['person', 'remove', email])
  assert.equal(removed.code, 0, removed.notes)
  assert.equal((await stand.password(email)).statusCode, 401)
  assert.equal((await reeve.run(['person', 'remove', email])).code, 2)
})
