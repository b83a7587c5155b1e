import { PgBoss } from 'pg-boss'

/** pg-boss keeps its tables in a schema of its own and migrates them itself, under its own lock. */
export const QUEUE_SCHEMA = 'pgboss'

/** Creates or upgrades the queue's tables and nothing else. */
export async function installQueueSchema(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: QUEUE_SCHEMA, max: 2, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.stop({ graceful: false })
}
