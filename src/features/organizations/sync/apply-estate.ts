import type { Tx } from '#platform/db/db.ts'
import type { Organization } from '../organization.ts'
import { countEstate } from './count-estate.ts'
import { mergeAccounts } from './merge-accounts.ts'
import { isComplete, recordChanges, type Merge } from './merge-context.ts'
import { mergePolicies } from './merge-policies.ts'
import { mergeTags } from './merge-tags.ts'
import { applyOuChanges, listOus } from './ou-queries.ts'
import { placeOus, planOuChanges, type Ou } from './plan-ou-changes.ts'
import { listStagedOus } from './staged-reads.ts'
import { countStreams, listFailedStreams } from './staging.ts'
import { recordCommit, type SyncRun } from './sync-runs.ts'

export type Applied = {
  readonly status: 'completed' | 'partial' | 'held'
  readonly writes: number
}

/**
 * Merges everything the run read into the estate, with its history, inside the caller's transaction: all of it becomes visible at once or
 * none of it does. What was not read to its end removes nothing and is told in `unseen`.
 */
export async function applyEstate(
  tx: Tx,
  { organization, run, at, newId }: { organization: Organization; run: SyncRun; at: Date; newId: () => string },
): Promise<Applied> {
  const states = await countStreams(tx, run.id)
  const merge: Merge = { tx, organization, run, at, newId, states, tally: { writes: 0, changes: {}, unseen: [] } }
  await tellGaps(merge)
  const isEstate = run.kind === 'estate'
  const ous = isEstate ? await mergeOus(merge) : []
  const tree = new Map(ous.map((ou) => [ou.ouId, ou]))
  const accounts = isEstate ? await mergeAccounts(merge, tree) : { seen: 0, isHeld: false, joinedIds: new Set<string>() }
  if (isEstate) await mergePolicies(merge, tree)
  await mergeTags(merge, accounts.joinedIds)

  const counts = await countEstate(tx, run.id, ous)
  const { writes, changes, unseen } = merge.tally
  const hasGaps = [...states].some(([kind, state]) => kind !== fallbackKind && state.failed > 0)
  const outcome = accounts.isHeld ? 'held' : hasGaps ? 'partial' : 'completed'
  const found = { accountsFound: counts.accounts, accountsSynced: counts.accounts }
  await recordCommit(tx, run.id, { at, phase: isEstate ? 'checking_members' : 'done', outcome, ...found, writes, counts, changes, unseen })
  return { status: outcome, writes }
}

/** Answers the tree that places accounts: what was read, and for what could not be read, what was known. */
async function mergeOus(merge: Merge): Promise<Ou[]> {
  const { tx, run, organization } = merge
  const stored = await listOus(tx, organization.uid)
  const read = placeOus(organization.organizationId, await listStagedOus(tx, run.id))
  const mayRemove = isComplete(merge, 'roots') && isComplete(merge, 'ous')
  const plan = planOuChanges({ read, stored, mayRemove })
  await recordChanges(merge, await applyOuChanges(tx, organization.uid, plan), plan.events)
  const readIds = new Set(read.map((ou) => ou.ouId))
  return mayRemove ? read : [...read, ...stored.filter((ou) => !readIds.has(ou.ouId))]
}

const gapsTold = 20
/** Where the bulk index does not answer, every account's own list is read instead: slower, and nothing is missing. */
const fallbackKind = 'bulk_tags'

async function tellGaps({ tx, run, tally }: Merge): Promise<void> {
  const failed = (await listFailedStreams(tx, run.id)).filter(({ kind }) => kind !== fallbackKind)
  for (const { kind, subject, error } of failed.slice(0, gapsTold)) {
    tally.unseen.push(`${kind}${subject === '' ? '' : ` of ${subject}`} could not be read: ${error}`)
  }
  if (failed.length > gapsTold) tally.unseen.push(`${failed.length - gapsTold} more lists could not be read.`)
}
