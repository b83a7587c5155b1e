import { PgBoss } from 'pg-boss'

/** pg-boss keeps its tables in a schema of its own and migrates them itself, under its own lock. */
export const QUEUE_SCHEMA = 'pgboss'
/** Where jobs go whose retries are used up: a copy that outlives the original's retention. */
export const DEAD_LETTER_QUEUE = 'dead-letter'

/** Creates or upgrades the queue's tables and nothing else. */
export async function installQueueSchema(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: QUEUE_SCHEMA, max: 2, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.stop({ graceful: false })
}

export type BossOptions = {
  readonly url: string
  /** Off in tests that start many, and in processes that only enqueue. */
  readonly supervise: boolean
  readonly onError: (error: unknown) => void
  readonly onWarning: (message: string) => void
}

/**
 * pg-boss as Reeve runs it. It has a pool of its own, so that workers waiting for a query cannot starve the fetching of jobs
 * and the heartbeats.
 */
export function createBoss(options: BossOptions): PgBoss {
  const boss = new PgBoss({
    connectionString: options.url,
    schema: QUEUE_SCHEMA,
    application_name: 'reeve-jobs',
    max: POOL_MAX,
    useListenNotify: true,
    supervise: options.supervise,
    schedule: options.supervise,
    superviseIntervalSeconds: LOOK_FOR_THE_DEAD_SECONDS,
    monitorIntervalSeconds: LOOK_FOR_THE_DEAD_SECONDS,
    // At its default it warns on every fetch once a large fan-out is queued.
    warningQueueSize: 1_000_000,
  })
  boss.on('error', options.onError)
  boss.on('warning', (warning) => options.onWarning(warning.message))
  return boss
}

const POOL_MAX = 5
const LOOK_FOR_THE_DEAD_SECONDS = 5
