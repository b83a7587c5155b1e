/** One Reeve that registers and syncs one organization: `sync.child.ts TASK`. Prints a row per sync, as JSON. */
import { randomUUID } from 'node:crypto'
import { registerOrganization } from '#features/organizations/register-organization.ts'
import { boundMs, longestChain, minCallsOf, totalCalls, type CallCounts } from '#features/organizations/sync/sync-bound.ts'
import { runSync } from '#features/organizations/sync/run-sync.ts'
import { findSyncRun, type SyncRun } from '#features/organizations/sync/sync-runs.ts'
import { permissions } from '#platform/auth/permissions.ts'
import { sleep, systemClock } from '#platform/aws/clock.ts'
import { createDoor } from '#platform/aws/create-door.ts'
import { endpointOverridesFrom } from '#platform/aws/endpoints.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import { createDatabaseBucketStore } from '#platform/db/bucket-store.ts'
import { openDatabase } from '#platform/db/db.ts'
import { migrate } from '#platform/db/migrate.ts'
import { keepHeapSmall } from '#platform/heap.ts'

export type SyncTask = {
  readonly accounts: number
  readonly tagPath: 'bulk' | 'single'
  readonly timeScale: number
  readonly share: number
  readonly syncs: number
  readonly databaseUrl: string
  readonly aws: {
    readonly endpoint: string
    readonly region: string
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly orgRoleArn: string
    readonly memberRoleName: string
    readonly externalId: string
  }
}

export type SyncRow = {
  readonly accounts: number
  readonly tagPath: 'bulk' | 'single'
  readonly share: number
  readonly timeScale: number
  readonly durationMs: number
  readonly boundMs: number
  readonly publishedBoundMs: number
  readonly ratio: number
  readonly minCalls: number
  readonly calls: number
  readonly apiCalls: CallCounts
  readonly throttled: number
  readonly cpuMs: number
  readonly peakRssMb: number
  /** Beyond the contract: which sync of the world, what it wrote, how long the member roles took. */
  readonly sync: number
  readonly writes: number
  readonly memberCheckMs: number
}

/** The simulated AWS answers in 40 ms at the median. */
const medianLatencyMs = 40

keepHeapSmall()
const task = JSON.parse(process.argv[2] ?? '') as SyncTask
const { aws } = task
const environment = {
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_REGION: aws.region,
  AWS_ACCESS_KEY_ID: aws.accessKeyId,
  AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
}
const database = openDatabase({ url: task.databaseUrl })
await migrate(database.db)
const { db } = database
const door = createDoor({
  environment,
  endpoints: endpointOverridesFrom(environment),
  share: task.share,
  timeScale: task.timeScale,
  bucketStore: createDatabaseBucketStore(db),
})
const deps = {
  db,
  door,
  sealer: createSealer(openKeyRing({ kind: 'given', text: generateMasterKey() })),
  jobs: { enqueue: () => Promise.resolve(null) },
  now: () => new Date(),
  newId: randomUUID,
  storedKeysAllowed: false,
  sleep: (ms: number, signal: AbortSignal) => sleep(systemClock, ms / task.timeScale, signal),
  holder: 'bench',
}
const signal = new AbortController().signal
const actor = { kind: 'operator', id: 'os:0', permissions: new Set(Object.keys(permissions)) } as const
const role = { durationSeconds: 3600, externalId: aws.externalId }
const input = {
  credentials: {
    caller: { kind: 'default' },
    organizationRole: { ...role, arn: aws.orgRoleArn, sessionName: 'reeve-org' },
    memberRole: { ...role, name: aws.memberRoleName, sessionName: 'reeve-member' },
  },
}
const { organization } = await registerOrganization(deps, actor, { input, signal })
for (let sync = 1; sync <= task.syncs; sync += 1) {
  const before = process.cpuUsage()
  const request = { organizationUid: organization.uid, kind: 'estate', trigger: 'request', requestedBy: 'os:0' } as const
  const outcome = await runSync(deps, request, { signal, jobId: randomUUID() })
  if (outcome.kind !== 'finished') throw new Error(`The sync was ${outcome.kind}`)
  const run = await findSyncRun(db, outcome.runId)
  if (run === undefined || run.counts === null) throw new Error('The run left no figures')
  process.stdout.write(`${JSON.stringify(rowOf(run, { sync, cpu: process.cpuUsage(before) }))}\n`)
}
door.close()
await database.close()

function rowOf(run: SyncRun, { sync, cpu }: { sync: number; cpu: NodeJS.CpuUsage }): SyncRow {
  if (run.counts === null || run.firstCallAt === null || run.committedAt === null || run.membersCheckedAt === null) {
    throw new Error(`The sync ended as ${run.status}: ${run.error ?? run.unseen.join('; ')}`)
  }
  const minimum = minCallsOf(run.counts)
  const chain = longestChain(run.counts)
  const bound = boundMs({ calls: minimum, chain, share: task.share, medianLatencyMs })
  const durationMs = (run.committedAt.getTime() - run.firstCallAt.getTime()) * task.timeScale
  const apiCalls = Object.fromEntries(Object.entries(run.apiCalls ?? {}).filter(([name]) => /^(organizations|tagging):/.test(name)))
  return {
    accounts: task.accounts,
    tagPath: task.tagPath,
    share: task.share,
    timeScale: task.timeScale,
    durationMs,
    boundMs: bound,
    publishedBoundMs: boundMs({ calls: minimum, chain, share: 1, medianLatencyMs }),
    ratio: Number((durationMs / bound).toFixed(3)),
    minCalls: totalCalls(minimum),
    calls: totalCalls(apiCalls),
    apiCalls,
    throttled: run.throttled ?? 0,
    cpuMs: Math.round((cpu.user + cpu.system) / 1000),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    sync,
    writes: run.writes ?? 0,
    memberCheckMs: (run.membersCheckedAt.getTime() - run.committedAt.getTime()) * task.timeScale,
  }
}
