import type { Db } from '#platform/db/db.ts'
import { organizationErrors } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { findSyncRun, type SyncRun } from './sync-runs.ts'

/** A run of the organization that `ref` names; throws where there is none. */
export async function getSync(db: Db, ref: string, id: string): Promise<SyncRun> {
  const { uid, organizationId } = await getOrganization(db, ref)
  const run = await findSyncRun(db, id)
  if (run === undefined || run.organizationUid !== uid) throw organizationErrors.sync_not_found(`${organizationId} has no sync ${id}.`)
  return run
}
