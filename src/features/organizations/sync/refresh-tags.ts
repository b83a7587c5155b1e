import { listOrganizations } from '../queries.ts'
import { runSync } from './run-sync.ts'
import type { SyncDeps } from './sync-deps.ts'

/**
 * Stage 1 (BADGE-5, BADGE-6): re-reads the tags of accounts, of one organization or of all, and overwrites the stored ones. Reads nothing
 * else. An organization whose sync is under way is left to it: its tag stream is stage 1 too.
 */
export async function refreshTags(
  deps: SyncDeps,
  request: { readonly organizationUid?: string | undefined; readonly requestedBy: string },
  call: { readonly signal: AbortSignal; readonly jobId: string },
): Promise<void> {
  const uids = request.organizationUid === undefined ? (await listOrganizations(deps.db)).map(({ uid }) => uid) : [request.organizationUid]
  const trigger = request.organizationUid === undefined ? 'schedule' : 'request'
  for (const organizationUid of uids) {
    call.signal.throwIfAborted()
    await runSync(deps, { organizationUid, kind: 'tags', trigger, requestedBy: request.requestedBy }, call)
  }
}
