import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commands } from '#cli/commands.gen.ts'
import type { CommandIo } from '#cli/define-command.ts'
import { runCli } from '#cli/run-cli.ts'
import { silentLog } from '#platform/log/log.ts'
import { goodPassword, openPeopleStand, type PeopleStand } from '#test/support/people-stand.ts'
import { totpOf } from '#test/support/totp.ts'
import { loadConfig } from './config.ts'
import { connect } from './connect.ts'
import { removeLogin, writeLogin } from './login-file.ts'

let stand: PeopleStand
let url: string
const home = mkdtempSync(join(tmpdir(), 'reeve-login-'))
const config = loadConfig({ HOME: home, REEVE_DATA_DIR: join(home, 'data'), REEVE_KEY_DIR: join(home, 'keys') }, 1000)
before(async () => {
  stand = await openPeopleStand()
  await stand.server.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(stand.server.server.address() as AddressInfo).port}`
})
after(async () => {
  await stand.close()
  rmSync(home, { recursive: true })
})

async function reeve(argv: string[], stdin = '') {
  const told: string[] = []
  const signal = new AbortController().signal
  const io: CommandIo = {
    stdin: (async function* () {
      yield stdin
    })(),
    out: async (text) => void told.push(text),
    note: (text) => void told.push(text),
    isTerminal: false,
  }
  const code = await runCli({
    argv,
    commands,
    io,
    version: '0.0.0',
    signal,
    connect: ({ asOperator }) => connect({ config, asOperator, signal, log: silentLog }),
    launcher: {
      serve: async () => undefined,
      worker: async () => undefined,
      restore: async () => ({}),
      moveDatabase: async () => ({}),
      remember: async (login) => writeLogin(config.client.loginFile, login),
      forget: async () => removeLogin(config.client.loginFile),
    },
  })
  return { code, text: told.join('\n') }
}

test('login keeps a token that the server accepts, for this user alone, and later commands use it', async () => {
  const { cookie } = await stand.newcomer({ role: 'domain-admin' })
  const made = await stand.call('POST', '/v1/tokens', { cookie, payload: { name: 'laptop', role: 'viewer' } })
  const { token } = made.json<{ token: string }>()
  const login = await reeve(['login', url, '--output', 'json'], `${token}\n`)
  assert.equal(login.code, 0, login.text)
  assert.equal(login.text.includes(token), false)
  assert.equal(statSync(config.client.loginFile).mode & 0o777, 0o600)
  assert.deepEqual(JSON.parse(readFileSync(config.client.loginFile, 'utf8')), { url, token })
  assert.equal((await reeve(['account', 'list'])).code, 0)
  assert.match((await reeve(['person', 'list'])).text, /people:read/)
})

test('a token that is refused, or that would cross a network in clear text, is not kept', async () => {
  const before = readFileSync(config.client.loginFile, 'utf8')
  assert.equal((await reeve(['login', url], `reeve_${'a'.repeat(43)}\n`)).code, 1)
  assert.equal((await reeve(['login', 'http://reeve.example'], `reeve_${'a'.repeat(43)}\n`)).code, 2)
  assert.equal((await reeve(['login', url], 'not a token\n')).code, 2)
  assert.equal(readFileSync(config.client.loginFile, 'utf8'), before)
})

const sessionsOf = async (email: string) =>
  (
    await stand.db
      .selectFrom('person_session')
      .innerJoin('person', 'person.id', 'person_session.person_id')
      .select('person_session.id')
      .where('person.email', '=', email)
      .execute()
  ).length

test('a person signs in with a password, acts as themselves, and logout ends the session there and forgets it here', async () => {
  const { email } = await stand.newcomer()
  const wrong = await reeve(['login', url, '--email', email], 'wrong wrong wrong\n')
  assert.equal(wrong.code, 1, wrong.text)
  const login = await reeve(['login', url, '--email', email, '--output', 'json'], `${goodPassword}\n`)
  assert.equal(login.code, 0, login.text)
  assert.equal(statSync(config.client.loginFile).mode & 0o777, 0o600)
  assert.equal(readFileSync(config.client.loginFile, 'utf8').includes(goodPassword), false)
  const me = await reeve(['whoami', '--output', 'json'])
  assert.equal((JSON.parse(me.text) as { email: string }).email, email)
  const before = await sessionsOf(email)
  const kept = readFileSync(config.client.loginFile, 'utf8')
  assert.equal((await reeve(['logout'])).code, 0)
  assert.equal(await sessionsOf(email), before - 1)
  assert.equal(existsSync(config.client.loginFile), false)
  writeFileSync(config.client.loginFile, kept)
  assert.equal((await reeve(['whoami'])).code, 1, 'a copy of the file is worth nothing after the logout')
  assert.match((await reeve(['logout'])).text, /over already/)
})

test('the second factor is asked for where there is one: the app’s code or a recovery code', async () => {
  const { email, cookie } = await stand.newcomer()
  const begun = await stand.call('POST', '/api/auth/two-factor/enable', { cookie, payload: { password: goodPassword } })
  const { totpURI, backupCodes } = begun.json<{ totpURI: string; backupCodes: string[] }>()
  await stand.call('POST', '/api/auth/two-factor/verify-totp', { cookie, payload: { code: totpOf(totpURI) } })
  const login = (code: string) => reeve(['login', url, '--email', email], `${goodPassword}\n${code}\n`)
  assert.equal((await login('000000')).code, 1)
  assert.equal((await login(totpOf(totpURI, Date.now() + 30_000))).code, 0)
  assert.equal((await login(backupCodes[0] ?? '')).code, 0)
  assert.equal((await login(backupCodes[0] ?? '')).code, 1)
})

test('a code made where one is signed in signs the command line in once, as the same person, within minutes', async () => {
  const { email, cookie } = await stand.newcomer()
  const make = async () => (await stand.call('POST', '/v1/me/sign-in-codes', { cookie, payload: {} })).json<{ code: string }>().code
  const [voided, code] = [await make(), await make()]
  assert.equal((await reeve(['login', url], `${voided}\n`)).code, 1)
  assert.equal((await reeve(['login', url], `${code.toLowerCase()}\n`)).code, 0)
  assert.match((await reeve(['whoami'])).text, new RegExp(email))
  assert.equal((await reeve(['login', url], `${code}\n`)).code, 1)
  const late = await make()
  stand.clock.now = new Date(stand.clock.now.getTime() + 6 * 60_000)
  assert.equal((await reeve(['login', url], `${late}\n`)).code, 1)
  const stored = JSON.stringify(await stand.db.selectFrom('sign_in_code').selectAll().execute())
  assert.equal(stored.includes(code) || stored.includes(late), false)
})

test('a token makes no sign-in code, and a disabled person’s code lets nobody in', async () => {
  const { email, cookie } = await stand.newcomer()
  const { code } = (await stand.call('POST', '/v1/me/sign-in-codes', { cookie, payload: {} })).json<{ code: string }>()
  await stand.db.updateTable('person').set({ disabled_at: stand.clock.now }).where('email', '=', email).execute()
  assert.equal((await reeve(['login', url], `${code}\n`)).code, 1)
  const asOperator = await stand.server.inject({
    method: 'POST',
    url: '/v1/me/sign-in-codes',
    headers: { authorization: `Bearer ${stand.operator.token}` },
    payload: {},
  })
  assert.equal(asOperator.statusCode, 409, asOperator.body)
})

test('a credential in the environment is not sent in clear text over a network', async () => {
  const env = { HOME: home, REEVE_DATA_DIR: join(home, 'data'), REEVE_KEY_DIR: join(home, 'keys') }
  const exposed = loadConfig({ ...env, REEVE_URL: 'http://reeve.example', REEVE_TOKEN: `reeve_${'a'.repeat(43)}` }, 1000)
  const options = { config: exposed, asOperator: false, signal: new AbortController().signal, log: silentLog }
  await assert.rejects(connect(options), /only over https/)
})
