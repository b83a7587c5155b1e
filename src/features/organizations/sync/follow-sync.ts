import type { ServerEvent } from '#platform/http/define-route.ts'
import { findSyncRun, type SyncRun } from './sync-runs.ts'
import { viewSync, type SyncViewDeps } from './sync-view.ts'

const lookEveryMs = 500

export type FollowDeps = SyncViewDeps & { readonly sleep: (ms: number, signal: AbortSignal) => Promise<void> }

/** One `progress` event per change of a run, and `end` with its last state. */
export async function* followSync(deps: FollowDeps, run: SyncRun, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  let told = ''
  for (let current: SyncRun | undefined = run; current !== undefined; current = await findSyncRun(deps.db, run.id)) {
    const data = await viewSync(deps, current)
    const text = JSON.stringify(data)
    if (current.status !== 'running') {
      yield { event: 'end', data }
      return
    }
    if (text !== told) yield { event: 'progress', data }
    told = text
    await deps.sleep(lookEveryMs, signal)
  }
}
