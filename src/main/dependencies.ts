import { randomUUID } from 'node:crypto'
import { permissionsOf } from '#features/organizations/kit/permissions.ts'
import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { endpointOverridesFrom } from '#platform/aws/endpoints.ts'
import { sleep, systemClock } from '#platform/aws/clock.ts'
import { type KeyRing, openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer, type Sealer } from '#platform/crypto/sealer.ts'
import { createDatabaseBucketStore } from '#platform/db/bucket-store.ts'
import type { Db } from '#platform/db/db.ts'
import { createDenialLog, type DenialLog } from '#features/policies/index.ts'
import { createOutgoing, type Outgoing } from '#platform/http/outgoing.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Log } from '#platform/log/log.ts'
import type { Metrics } from '#platform/log/metrics.ts'
import type { Config } from './config.ts'
import { loadIamActionsOnce, loadIamIndexOnce } from './iam-actions.ts'
import { version } from './version.ts'

/** What features are given. Each takes the slice that its own types name; nothing is looked up by name at run time. */
export type Dependencies = {
  readonly db: Db
  readonly jobs: Jobs<Dependencies>
  readonly door: InstalledDoor
  readonly denials: DenialLog
  /** The way out to everybody but AWS: addresses inside are refused unless configured. */
  readonly outgoing: Outgoing
  readonly keyRing: KeyRing
  readonly sealer: Sealer
  readonly storedKeysAllowed: boolean
  /** Share of AWS's published rates that bounds are reckoned with. */
  readonly awsShare: number
  readonly databaseUrl: string
  /** Whether the database is the one that Reeve supervises itself. */
  readonly isDatabaseEmbedded: boolean
  readonly dataDir: string
  /** Signed checkpoints of the audit trail, outside the database. */
  readonly auditCheckpoints: string
  /** The certificate that this server shows; absent behind a proxy and without TLS. */
  readonly tlsCertFile?: string | undefined
  readonly version: string
  /** Where browsers find this server; known once it listens. */
  readonly baseUrl: () => string
  readonly iamIndex: ReturnType<typeof loadIamIndexOnce>
  readonly iamActions: ReturnType<typeof loadIamActionsOnce>
  /** What Reeve's member role has to be able to do; a prediction says when it no longer could. */
  readonly memberActions: readonly string[]
  readonly now: () => Date
  readonly newId: () => string
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Names this process in leases: another one after every start. */
  readonly holder: string
  readonly log: Log
  readonly metrics: Metrics
}

export function createDependencies(
  config: Config,
  {
    db,
    databaseUrl,
    jobs,
    keyRing,
    log,
    metrics,
    baseUrl,
  }: Pick<Dependencies, 'db' | 'databaseUrl' | 'jobs' | 'keyRing' | 'log' | 'metrics' | 'baseUrl'>,
): Dependencies {
  const iamIndex = loadIamIndexOnce()
  const denials = createDenialLog({ db, log, now: () => new Date() })
  const door = createDoor({
    environment: config.aws.variables,
    endpoints: endpointOverridesFrom(config.aws.variables),
    share: config.aws.share,
    useFips: config.aws.useFips,
    attribution: config.aws.attribution,
    ...(config.aws.callerRole !== undefined && { callerRole: config.aws.callerRole }),
    allowStoredKeys: config.secrets.allowStoredKeys,
    bucketStore: createDatabaseBucketStore(db),
    onDenial: (event) => {
      log.info(event, 'AWS denied a call')
      denials.record(event)
    },
  })
  return {
    db,
    jobs,
    door,
    denials,
    outgoing: createOutgoing({ allow: config.outgoing.allow }),
    keyRing,
    sealer: createSealer(keyRing),
    storedKeysAllowed: config.secrets.allowStoredKeys,
    awsShare: config.aws.share,
    databaseUrl,
    isDatabaseEmbedded: config.database.url === undefined,
    dataDir: config.dataDir,
    auditCheckpoints: config.auditCheckpoints,
    tlsCertFile: config.http.tls?.certFile,
    version,
    baseUrl,
    iamIndex,
    iamActions: loadIamActionsOnce(iamIndex),
    memberActions: permissionsOf('member').map(({ action }) => action),
    now: () => new Date(),
    newId: randomUUID,
    sleep: (ms, signal) => sleep(systemClock, ms, signal),
    holder: `${process.pid}:${randomUUID()}`,
    log,
    metrics,
  }
}

/** The master key of the environment, or the one that Reeve keeps for this machine, made at the first start. */
export function openConfiguredKeyRing({ secrets }: Config): KeyRing {
  return openKeyRing(
    secrets.masterKey === undefined ? { kind: 'directory', directory: secrets.keyDir } : { kind: 'given', text: secrets.masterKey },
  )
}
