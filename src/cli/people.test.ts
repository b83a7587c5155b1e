import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { type CommandLine, openCommandLine } from '#test/support/command-line.ts'
import { type MailServer, openMailServer } from '#test/support/mail-server.ts'
import { startOidcIssuer } from '#test/support/oidc-issuer.ts'
import { goodPassword, openPeopleStand, type PeopleStand } from '#test/support/people-stand.ts'

let stand: PeopleStand
let mail: MailServer
let reeve: CommandLine
const folder = mkdtempSync(join(tmpdir(), 'reeve-people-cli-'))
const secretFile = join(folder, 'secret.txt')

before(async () => {
  stand = await openPeopleStand()
  mail = await openMailServer()
  const { db, sealer, clock } = stand
  reeve = await openCommandLine({
    db,
    sealer,
    now: () => clock.now,
    outgoing: createOutgoing({ allow: ['127.0.0.1'] }),
    newId: () => crypto.randomUUID(),
    baseUrl: () => 'http://reeve.test',
  })
  writeFileSync(secretFile, 'CANARY-of-a-secret\n')
})
after(async () => {
  await reeve.close()
  await mail.close()
  await stand.close()
  rmSync(folder, { recursive: true })
})
const json = async <T>(...argv: string[]): Promise<T> => {
  const { code, out, notes } = await reeve.run([...argv, '--output', 'json'])
  assert.equal(code, 0, notes)
  return JSON.parse(out) as T
}

test('roles are given, shown before and after, taken, and refused by name', async () => {
  const { email } = await stand.newcomer()
  const args = ['person', 'roles', email, '--role', 'viewer', '--role', 'editor=badge:team=blue']
  const dry = await reeve.run([...args, '--dry-run', '--output', 'json'])
  assert.equal(dry.code, 3, dry.notes)
  const { roles } = await json<{ roles: { role: string; scope: string | null }[] }>(...args)
  assert.deepEqual(
    roles.map(({ role, scope }) => [role, scope]),
    [
      ['editor', 'badge:team=blue'],
      ['viewer', null],
    ],
  )
  const unknown = await reeve.run(['person', 'roles', email, '--role', 'emperor'])
  assert.deepEqual([unknown.code, /no role emperor/.test(unknown.notes)], [1, true])
  assert.equal((await reeve.run(['person', 'roles', 'nobody@example.com', '--role', 'viewer'])).code, 2)
  assert.equal((await reeve.run(['person', 'roles', email])).code, 2)
  assert.deepEqual((await json<{ roles: object[] }>('person', 'roles', email, '--none')).roles, [])
})

test('a person is disabled, enabled, signed out everywhere and given a link for a new password', async () => {
  const { email, cookie } = await stand.newcomer()
  assert.notEqual((await json<{ disabledAt: string | null }>('person', 'disable', email)).disabledAt, null)
  assert.equal((await stand.call('GET', '/v1/me', { cookie })).statusCode, 401)
  assert.equal((await json<{ disabledAt: string | null }>('person', 'enable', email)).disabledAt, null)
  assert.equal((await stand.password(email)).statusCode, 200)
  assert.equal((await json<{ ended: number }>('person', 'end-sessions', email)).ended, 1)
  const { url } = await json<{ url: string }>('person', 'reset-link', email, '--expires-in-minutes', '10')
  const payload = { secret: url.split('#link=')[1], password: 'another long password' }
  assert.equal((await stand.call('POST', '/api/auth/password/reset', { payload })).statusCode, 200)
  assert.equal((await stand.password(email, goodPassword)).statusCode, 401)
  assert.equal((await json<{ email: string }>('person', 'show', email)).email, email)
})

test('a role of the site is made and removed, and a permission that there is not is refused naming the flag', async () => {
  const set = (permission: string) => reeve.run(['role', 'set', 'reader', '--description', 'Reads', '--permission', permission])
  const bad = await set('accounts:fly')
  assert.deepEqual([bad.code, /--permission/.test(bad.notes)], [2, true], bad.notes)
  assert.equal((await set('accounts:read')).code, 0)
  assert.match((await reeve.run(['role', 'list', '--output', 'json'])).out, /"reader"/)
  assert.equal((await reeve.run(['role', 'remove', 'reader'])).code, 0)
})

test('passwords are switched off only with somebody who keeps one', async () => {
  const { email } = await stand.newcomer({ role: 'domain-admin' })
  assert.equal((await reeve.run(['sign-in', 'set', '--no-passwords'])).code, 1)
  assert.equal(
    (await json<{ passwordEnabled: boolean }>('sign-in', 'set', '--no-passwords', '--break-glass', email)).passwordEnabled,
    false,
  )
  assert.equal((await json<{ passwordEnabled: boolean }>('sign-in', 'show')).passwordEnabled, false)
  assert.equal((await reeve.run(['sign-in', 'set', '--passwords'])).code, 0)
  assert.equal((await reeve.run(['sign-in', 'set'])).code, 2)
})

test('a provider is tested, set with its secret from a file, listed without it, and removed', async () => {
  const issuer = await startOidcIssuer({
    clientId: 'reeve',
    clientSecret: 'CANARY-of-a-secret',
    redirectUri: 'http://reeve.test/api/auth/callback/corp',
  })
  try {
    const access = ['--issuer', issuer.issuer, '--client-id', 'reeve', '--client-secret-file', secretFile]
    const set = ['identity-provider', 'set', 'corp', '--name', 'Corp', ...access, '--grant', 'groups=aws=viewer=badge:team=blue']
    assert.equal((await json<{ issuer: string }>('identity-provider', 'test', issuer.issuer)).issuer, issuer.issuer)
    const done = await reeve.run(set)
    assert.equal(done.code, 0, done.notes)
    const list = await reeve.run(['identity-provider', 'list', '--output', 'json'])
    assert.deepEqual([list.out.includes('CANARY'), /"hasClientSecret":\s*true/.test(list.out)], [false, true])
    assert.match(list.out, /badge:team=blue/)
    assert.equal((await reeve.run(['identity-provider', 'test', 'corp'])).code, 0)
    assert.equal((await reeve.run([...set, '--grant', 'groups=aws'])).code, 2)
    assert.equal((await reeve.run(['identity-provider', 'remove', 'corp'])).code, 0)
    assert.equal((await reeve.run(['identity-provider', 'test', 'corp'])).code, 2)
  } finally {
    await issuer.close()
  }
})

test('the mail server for letters is set, tried and removed', async () => {
  assert.equal((await reeve.run(['mail', 'show'])).code, 1)
  const set = ['mail', 'set', '--from', 'reeve@example.com', '--smtp-host', '127.0.0.1', '--smtp-port', String(mail.port)]
  const secure = await reeve.run([...set, '--smtp-password-file', secretFile, '--output', 'json'])
  assert.deepEqual([secure.code, secure.out.includes('CANARY')], [0, false])
  const clear = await reeve.run([...set, '--smtp-security', 'none'])
  assert.deepEqual([clear.code, /--smtp-security/.test(clear.notes)], [2, true], clear.notes)
  assert.equal((await reeve.run([...set, '--smtp-security', 'none', '--no-smtp-password'])).code, 0)
  assert.equal((await reeve.run(['mail', 'test', 'ops@example.com'])).code, 0)
  assert.deepEqual(mail.mails.at(-1)?.to, ['ops@example.com'])
  mail.refuse(550)
  assert.equal((await reeve.run(['mail', 'test', 'ops@example.com'])).code, 1)
  assert.equal((await reeve.run(['mail', 'remove'])).code, 0)
})
