import type { Organization } from '../organization.ts'
import type { EstateEventDraft } from '#lib/estate-event.ts'
import type { Tx } from '#platform/db/db.ts'
import { insertEstateEvents } from './estate-events.ts'
import type { KindState } from './staging.ts'
import type { StreamKind } from './streams.ts'
import type { SyncRun } from './sync-runs.ts'

/** One merge: everything it writes is inside `tx`. */
export type Merge = {
  readonly tx: Tx
  readonly organization: Organization
  readonly run: SyncRun
  readonly at: Date
  readonly newId: () => string
  readonly states: ReadonlyMap<StreamKind, KindState>
  readonly tally: MergeTally
}

/** Rows written and history by kind, as they add up. */
export type MergeTally = { writes: number; readonly changes: Record<string, number>; readonly unseen: string[] }

/** Every list of the kind was asked for and read to its end. */
export function isComplete(merge: Pick<Merge, 'states'>, kind: StreamKind): boolean {
  const state = merge.states.get(kind)
  return state !== undefined && state.open === 0 && state.failed === 0
}

/** Writes a batch's history and counts it with the rows it tells of. */
export async function recordChanges(merge: Merge, rows: number, events: readonly EstateEventDraft[]): Promise<void> {
  const origin = { organizationUid: merge.organization.uid, syncRunId: merge.run.id, actor: 'system:sync', at: merge.at }
  merge.tally.writes += rows + (await insertEstateEvents(merge.tx, origin, events))
  for (const { kind } of events) merge.tally.changes[kind] = (merge.tally.changes[kind] ?? 0) + 1
}
