import { organizationErrors } from '../errors.ts'
import { listOrganizations } from '../queries.ts'
import { runSync } from './run-sync.ts'
import type { SyncDeps } from './sync-deps.ts'

export type TagPreview = {
  readonly accountId: string
  readonly kind: 'tag_added' | 'tag_changed' | 'tag_removed'
  readonly before: unknown
  readonly after: unknown
}

/** What stage 1 would change: it reads AWS as a real run does and stores nothing. */
export async function previewTags(
  deps: SyncDeps,
  organizationUid: string | undefined,
  { requestedBy, ...call }: { readonly signal: AbortSignal; readonly jobId: string; readonly requestedBy: string },
): Promise<TagPreview[]> {
  const uids = organizationUid === undefined ? (await listOrganizations(deps.db)).map(({ uid }) => uid) : [organizationUid]
  const told: TagPreview[] = []
  for (const uid of uids) {
    const outcome = await runSync(deps, { organizationUid: uid, kind: 'tags', trigger: 'request', requestedBy, isDryRun: true }, call)
    if (outcome.kind === 'busy')
      throw organizationErrors.organization_sync_running('A sync is under way, which reads tags too. Try again when it has ended.')
    if (outcome.kind !== 'finished') continue
    for (const { subjectId, kind, before, after } of outcome.tagChanges ?? []) {
      if (kind === 'tag_added' || kind === 'tag_changed' || kind === 'tag_removed') told.push({ accountId: subjectId, kind, before, after })
    }
  }
  return told
}
