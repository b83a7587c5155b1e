import { applyTagChanges, listTagsOfImported, planTagChange, recordTagsRead, type AccountTagChange } from '#features/accounts/index.ts'
import type { EstateEventDraft } from '#lib/estate-event.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { recordChanges, type Merge } from './merge-context.ts'
import { pageStagedTags, type StagedTagReading } from './staged-reads.ts'

type PlannedTags = {
  readonly changes: readonly (AccountTagChange & { readonly accountId: string })[]
  readonly readUids: readonly string[]
}

/**
 * Stage 1 (BADGE-5): brings stored tags in line with what was read. The first picture of an account writes no history of single tags: they
 * were there before Reeve was.
 */
export async function mergeTags(merge: Merge, joinedIds: ReadonlySet<string>): Promise<void> {
  const { tx, run, organization, at } = merge
  for await (const readings of pageStagedTags(tx, run.id)) {
    const { changes, readUids } = await planTags(tx, organization.uid, readings)
    const rows = await applyTagChanges(tx, changes)
    await recordTagsRead(tx, readUids, at)
    const told = run.isBaseline ? [] : changes.filter(({ accountId }) => !joinedIds.has(accountId))
    await recordChanges(
      merge,
      rows,
      told.flatMap(({ change }) => change.events),
    )
  }
}

/** A dry run tells this many changes. */
const changesToldMax = 5_000

/** What `mergeTags` would change, without changing it. */
export async function listTagChanges(db: Db, { organization, run }: Pick<Merge, 'organization' | 'run'>): Promise<EstateEventDraft[]> {
  const told: EstateEventDraft[] = []
  for await (const readings of pageStagedTags(db, run.id)) {
    const { changes } = await planTags(db, organization.uid, readings)
    told.push(...changes.flatMap(({ change }) => change.events))
    if (told.length >= changesToldMax) break
  }
  return told.slice(0, changesToldMax)
}

async function planTags(db: Db | Tx, organizationUid: string, readings: readonly StagedTagReading[]): Promise<PlannedTags> {
  const accountIds = readings.map((reading) => reading.accountId)
  const accounts = await listTagsOfImported(db, organizationUid, accountIds)
  const changes: PlannedTags['changes'][number][] = []
  const readUids: string[] = []
  for (const reading of readings) {
    const account = accounts.get(reading.accountId)
    if (account === undefined) continue
    if (reading.own !== null) readUids.push(account.uid)
    const change = planTagChange(reading.accountId, account.tags, reading)
    if (change !== null) changes.push({ accountUid: account.uid, accountId: reading.accountId, change })
  }
  return { changes, readUids }
}
