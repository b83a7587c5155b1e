import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DescribePolicyCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import { findServerFile } from '#platform/http/paths.ts'

export type ShareRow = {
  /** Reeve's processes that draw on the same buckets. */
  readonly processes: string
  readonly rivalShare: number
  readonly rivalCalls: number
  readonly rivalThrottled: number
  readonly rivalSuccess: number
  readonly reeveCalls: number
  readonly reeveThrottled: number
  readonly syncs: number
  readonly durationMs: number
}

const main = path.join(import.meta.dirname, '../src/main')
const rivalShare = 0.4
const syncs = 2

type Sim = {
  readonly endpoint: string
  readonly organizationId: string
  readonly orgRoleArn: string
  readonly memberRoleName: string
  readonly externalId: string
} & Record<'accessKeyId' | 'secretAccessKey' | 'adminAccessKeyId' | 'adminSecretAccessKey', string>
type Rival = { stop(): Promise<{ calls: number; throttled: number }> }
type Sync = { readonly calls: number; readonly throttled: number }

/**
 * Two `reeve serve`, four `reeve worker` and the command line on one database, syncing again and again, while the owner's own client takes
 * 40 % of the organization's published rates from another account. Everything speaks HTTP to one simulated AWS that throttles as AWS does.
 */
async function run(): Promise<ShareRow[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'reeve-share-'))
  await chmod(directory, 0o711)
  const lock = await lockDirectory(path.join(directory, 'data'))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(directory, 'data') })
  const children: ChildProcess[] = []
  let rival: Rival | undefined
  try {
    const sim = await startSimulator(children)
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      DATABASE_URL: postgres.url,
      REEVE_KEY_DIR: path.join(directory, 'keys'),
      REEVE_LOG_LEVEL: 'error',
      AWS_ENDPOINT_URL: sim.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: sim.accessKeyId,
      AWS_SECRET_ACCESS_KEY: sim.secretAccessKey,
    }
    const reeve = (number: number, ...args: string[]): ChildProcess => {
      const child = spawn(process.execPath, [path.join(main, 'cli.ts'), ...args], {
        env: { ...env, REEVE_DATA_DIR: path.join(directory, `process-${number}`), REEVE_LISTEN: '127.0.0.1:0' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(child)
      return child
    }
    for (const number of [0, 1]) {
      reeve(number, 'serve')
      await untilServing(path.join(directory, `process-${number}`))
    }
    for (let number = 2; number < 6; number++) reeve(number, 'worker')

    rival = await startRival(sim)
    const start = performance.now()
    const roles = [
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
    await ended(reeve(0, 'org', 'add', ...roles))
    const told: Sync[] = []
    for (let count = 0; count < syncs; count++)
      told.push(JSON.parse(await ended(reeve(count % 2, 'org', 'sync', sim.organizationId, '--output', 'json'))) as Sync)
    const { calls, throttled } = await rival.stop()
    return [
      {
        processes: '2 serve + 4 worker + CLI',
        rivalShare,
        rivalCalls: calls,
        rivalThrottled: throttled,
        rivalSuccess: (calls - throttled) / calls,
        reeveCalls: told.reduce((sum, sync) => sum + sync.calls, 0),
        reeveThrottled: told.reduce((sum, sync) => sum + sync.throttled, 0),
        syncs,
        durationMs: Math.round(performance.now() - start),
      },
    ]
  } finally {
    await rival?.stop()
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(
      children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map((child) => once(child, 'exit')),
    )
    await postgres.stop()
    lock.release()
    await rm(directory, { recursive: true, force: true })
  }
}

async function startSimulator(children: ChildProcess[]): Promise<Sim> {
  const child = spawn(process.execPath, [path.join(main, 'sim.ts'), '--port', '0', '--accounts', '127', '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Sim
  throw new Error('The simulated AWS did not start')
}

async function untilServing(dataDir: string): Promise<void> {
  while (findServerFile(dataDir) === undefined) await delay(100)
}

async function ended(child: ChildProcess): Promise<string> {
  let out = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += String(chunk)))
  const [code] = (await once(child, 'exit')) as [number | null]
  // 4: some of the simulated members cannot be entered, which is as it should be.
  if (code !== 0 && code !== 4) throw new Error(`a command ended with ${code}`)
  return out
}

/** Calls at 40 % of each of the organization's published rates, evenly, without retries, from a delegated administrator's account. */
async function startRival(sim: Sim): Promise<Rival> {
  const base = { endpoint: sim.endpoint, region: 'us-east-1', maxAttempts: 1 }
  const admin = { accessKeyId: sim.adminAccessKeyId, secretAccessKey: sim.adminSecretAccessKey }
  const asAdmin = new OrganizationsClient({ ...base, credentials: admin })
  const accountId = (await asAdmin.send(new ListDelegatedAdministratorsCommand({}))).DelegatedAdministrators?.[0]?.Id ?? ''
  // The same role as Reeve's exists there: it stands for whatever the owner runs from the delegated account.
  const RoleArn = sim.orgRoleArn.replace(/::\d{12}:/, `::${accountId}:`)
  const caller = new STSClient({ ...base, credentials: { accessKeyId: sim.accessKeyId, secretAccessKey: sim.secretAccessKey } })
  const { Credentials } = await caller.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'owner', ExternalId: sim.externalId }))
  const client = new OrganizationsClient({
    ...base,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  })
  const root = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? ''
  const policy = (await client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))).Policies?.[0]?.Id ?? ''
  await delay(3_000)

  // Rates of the organization: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
  const streams: readonly [perSecond: number, call: () => Promise<unknown>][] = [
    [12, () => client.send(new ListTagsForResourceCommand({ ResourceId: root }))],
    [9, () => client.send(new ListAccountsCommand({}))],
    [6, () => client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: root }))],
    [6, () => client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))],
    [2, () => client.send(new DescribePolicyCommand({ PolicyId: policy }))],
  ]
  const counted = { calls: 0, throttled: 0 }
  const stop = new AbortController()
  const loops = streams.map(async ([perSecond, call]) => {
    for (let next = performance.now(); !stop.signal.aborted; next += 1_000 / (perSecond * rivalShare)) {
      await delay(Math.max(0, next - performance.now()))
      counted.calls++
      await call().catch((error: Error) => {
        if (error.name !== 'TooManyRequestsException') throw error
        counted.throttled++
      })
    }
  })
  return {
    async stop() {
      stop.abort()
      await Promise.all(loops)
      return counted
    },
  }
}

export const bench = { name: 'share', run }
