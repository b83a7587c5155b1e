import { sql } from 'kysely'
import { syncOrganizationJob } from '../jobs/sync-organization.job.ts'
import type { SyncDeps } from './sync-deps.ts'

/**
 * Queues a sync for every organization whose last one began as long ago as its interval says, and for one that was interrupted and that nobody goes on with. One
 * that is queued or running is not queued again.
 */
export async function enqueueDueSyncs(deps: Pick<SyncDeps, 'db' | 'jobs' | 'now'>): Promise<void> {
  const now = deps.now()
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ uid: string }>`
      select o.id as uid from organization o
      where o.removed_at is null and not exists (
        select 1 from sync_run r where r.organization_uid = o.id and r.kind = 'estate' and r.status <> 'running' and r.started_at > ${now}::timestamptz - o.sync_every_minutes * interval '1 minute')
      order by o.created_at`.execute(tx)
    for (const { uid } of rows) {
      await deps.jobs.enqueue(tx, syncOrganizationJob, { organizationUid: uid, trigger: 'schedule' }, { singletonKey: uid })
    }
  })
}
