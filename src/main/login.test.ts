import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commands } from '#cli/commands.gen.ts'
import type { CommandIo } from '#cli/define-command.ts'
import { runCli } from '#cli/run-cli.ts'
import { silentLog } from '#platform/log/log.ts'
import { openPeopleStand, type PeopleStand } from '#test/support/people-stand.ts'
import { loadConfig } from './config.ts'
import { connect } from './connect.ts'
import { writeLogin } from './login-file.ts'

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
