import { applyTagChanges, listTagsOfImported, planTagChange, recordTagsRead, type AccountTagChange } from '#features/accounts/index.ts'
import { recordChanges, type Merge } from './merge-context.ts'
import { pageStagedTags } from './staged-reads.ts'

/**
 * Stage 1 (BADGE-5): brings stored tags in line with what was read. The first picture of an account writes no history of single tags: they
 * were there before Reeve was.
 */
export async function mergeTags(merge: Merge, joinedIds: ReadonlySet<string>): Promise<void> {
  const { tx, run, organization, at } = merge
  for await (const readings of pageStagedTags(tx, run.id)) {
    const accounts = await listTagsOfImported(
      tx,
      organization.uid,
      readings.map((reading) => reading.accountId),
    )
    const changes: (AccountTagChange & { readonly accountId: string })[] = []
    const readUids: string[] = []
    for (const reading of readings) {
      const account = accounts.get(reading.accountId)
      if (account === undefined) continue
      if (reading.own !== null) readUids.push(account.uid)
      const change = planTagChange(reading.accountId, account.tags, reading)
      if (change !== null) changes.push({ accountUid: account.uid, accountId: reading.accountId, change })
    }
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
