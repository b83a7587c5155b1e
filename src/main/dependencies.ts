import { randomUUID } from 'node:crypto'
import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { endpointOverridesFrom } from '#platform/aws/endpoints.ts'
import { createDatabaseBucketStore } from '#platform/db/bucket-store.ts'
import type { Db } from '#platform/db/db.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Log } from '#platform/log/log.ts'
import type { Metrics } from '#platform/log/metrics.ts'
import type { Config } from './config.ts'
import { version } from './version.ts'

/** What features are given. Each takes the slice that its own types name; nothing is looked up by name at run time. */
export type Dependencies = {
  readonly db: Db
  readonly jobs: Jobs<Dependencies>
  readonly door: InstalledDoor
  readonly storedKeysAllowed: boolean
  readonly dataDir: string
  readonly version: string
  readonly now: () => Date
  readonly newId: () => string
  readonly log: Log
  readonly metrics: Metrics
}

export function createDependencies(
  config: Config,
  { db, jobs, log, metrics }: Pick<Dependencies, 'db' | 'jobs' | 'log' | 'metrics'>,
): Dependencies {
  const door = createDoor({
    environment: config.aws.variables,
    endpoints: endpointOverridesFrom(config.aws.variables),
    share: config.aws.share,
    allowStoredKeys: config.secrets.allowStoredKeys,
    bucketStore: createDatabaseBucketStore(db),
    onDenial: (event) => log.info(event, 'AWS denied a call'),
  })
  const { allowStoredKeys: storedKeysAllowed } = config.secrets
  return { db, jobs, door, storedKeysAllowed, dataDir: config.dataDir, version, now: () => new Date(), newId: randomUUID, log, metrics }
}
