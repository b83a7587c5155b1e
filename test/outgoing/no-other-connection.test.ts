import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { WorldFacts } from '#sim/define-world.ts'
import { serveSimulation } from '#sim/http-server.ts'
import { createSimulatedAws } from '#sim/index.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { createClient } from '#platform/http/client.ts'
import { findServerFile } from '#platform/http/paths.ts'
import { openHttpReceiver } from '../support/http-receiver.ts'
import { formFor } from '../support/organization-world.ts'

/** The program as it is installed, with its own database, against an AWS of which every address is known. */
const folder = mkdtempSync(join(tmpdir(), 'reeve-outgoing-'))
// Root's database runs as a user of its own, which must be able to pass.
chmodSync(folder, 0o755)
const log = join(folder, 'connections')
let child: ChildProcess | undefined
after(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const connections = () => [...new Set(readFileSync(log, 'utf8').trim().split('\n'))].toSorted()

test('reeve serve connects to its database, to AWS and to hosts that are configured, and to nothing else', async () => {
  let facts: WorldFacts | undefined
  const simulation = createSimulatedAws({
    seed: 7,
    timeScale: 1000,
    seedWorld: (aws) => {
      facts = estateWorld.build(aws, { accounts: 8, standaloneAccounts: 0 })
    },
  })
  assert.ok(facts)
  const aws = await serveSimulation(simulation, 0)
  const receiver = await openHttpReceiver()
  child = start(aws.endpoint, facts)
  const client = await connectTo(join(folder, 'data'), child)
  await client.post('/v1/notifications/channels', {
    name: 'hook',
    webhook: { url: receiver.url },
    subscriptions: [{ kinds: ['*'] }],
  })
  const { syncJobId } = await client.post<{ syncJobId: string }>('/v1/organizations', formFor({ facts }))
  await until(async () => ['done', 'failed'].includes((await client.get<{ state: string }>(`/v1/jobs/${syncJobId}`)).state))
  const accounts = await client.get<{ items: object[] }>('/v1/accounts')
  assert.equal(accounts.items.length > 0, true, 'the sync went to AWS and back')
  assert.equal(receiver.requests.length, 0)
  const before = connections()
  await client.post('/v1/notifications/channels/hook/test')
  assert.equal(receiver.requests.length, 1)
  const refused = await client.post<{ isSent: boolean; error: string }>(await addForbiddenChannel(client))
  assert.deepEqual([refused.isSent, /REEVE_OUTGOING_ALLOW/.test(refused.error)], [false, true])

  const endpoint = `tcp ${new URL(aws.endpoint).host}`
  const hook = `tcp ${new URL(receiver.url).host}`
  const isDatabase = (target: string) => target.startsWith('unix ')
  assert.ok(before.some(isDatabase) && before.includes(endpoint), `the recorder sees what there is: ${before.join(', ')}`)
  assert.deepEqual(
    before.filter((target) => !isDatabase(target) && target !== endpoint),
    [],
  )
  assert.deepEqual(
    connections().filter((target) => !isDatabase(target) && target !== endpoint),
    [hook],
  )
  child.kill('SIGTERM')
  await new Promise((resolve) => child?.once('exit', resolve))
  await Promise.all([aws.close(), receiver.close()])
})

async function addForbiddenChannel(client: ReturnType<typeof createClient>): Promise<string> {
  await client.post('/v1/notifications/channels', { name: 'inside', webhook: { url: 'http://169.254.169.254/latest/meta-data/' } })
  return '/v1/notifications/channels/inside/test'
}

function start(endpoint: string, facts: WorldFacts): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../../src/main/cli.ts'), 'serve'], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'record-connections.child.ts')}`,
      REEVE_TEST_CONNECTIONS_FILE: log,
      REEVE_DATA_DIR: join(folder, 'data'),
      REEVE_KEY_DIR: join(folder, 'keys'),
      REEVE_LISTEN: '127.0.0.1:0',
      REEVE_OUTGOING_ALLOW: '127.0.0.1',
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: facts.accessKeyId ?? facts.adminAccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: facts.secretAccessKey ?? facts.adminSecretAccessKey ?? '',
    },
  })
}

async function connectTo(dataDir: string, running: ChildProcess): Promise<ReturnType<typeof createClient>> {
  await until(async () => {
    assert.equal(running.exitCode, null, 'the server ended')
    return findServerFile(dataDir) !== undefined
  })
  const found = findServerFile(dataDir)
  assert.ok(found)
  return createClient(found)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, 'it took longer than ninety seconds')
    await delay(100)
  }
}
