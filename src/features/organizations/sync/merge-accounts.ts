import {
  applyAccountChanges,
  countDepartures,
  listAccountsInRange,
  planAccountChange,
  type AccountChange,
  type AccountPlanContext,
  type ObservedAccount,
  type StoredAccount,
} from '#features/accounts/index.ts'
import { mergeOrdered } from '#lib/merge-ordered.ts'
import { decideInclusion } from '../scope.ts'
import { raiseAttention, resolveAttention } from './attention.ts'
import { isComplete, recordChanges, type Merge } from './merge-context.ts'
import type { Ou } from './plan-ou-changes.ts'
import { decideRemovals } from './plan-removals.ts'
import { pageStagedAccounts } from './staged-reads.ts'
import type { StagedAccount } from './streams.ts'

/** Detached accounts are kept this long, so that a mistake can be undone. */
export const graceMs = 30 * 24 * 60 * 60 * 1000

export type MergedAccounts = { readonly seen: number; readonly isHeld: boolean; readonly joinedIds: ReadonlySet<string> }

/** Brings the accounts in line, a thousand at a time, both sides in id order. Only a complete list, within the blast radius, detaches. */
export async function mergeAccounts(merge: Merge, tree: ReadonlyMap<string, Ou>): Promise<MergedAccounts> {
  const removals = await decideHold(merge)
  const context: AccountPlanContext = {
    organizationUid: merge.organization.uid,
    partition: merge.organization.partition,
    at: merge.at,
    mayRemove: removals === 'apply',
    graceMs,
  }
  const joinedIds = new Set<string>()
  let seen = 0
  let after = ''
  for await (const staged of pageStagedAccounts(merge.tx, merge.run.id)) {
    seen += staged.length
    const accountIds = staged.map((account) => account.accountId)
    const upTo = staged.length === 0 ? null : (accountIds.at(-1) ?? null)
    const stored = await listAccountsInRange(merge.tx, { organizationUid: merge.organization.uid, accountIds, after, upTo })
    await mergePage(merge, { staged, stored, tree, context, joinedIds })
    after = upTo ?? after
  }
  const tail = await listAccountsInRange(merge.tx, { organizationUid: merge.organization.uid, accountIds: [], after, upTo: null })
  await mergePage(merge, { staged: [], stored: tail, tree, context, joinedIds })
  return { seen, isHeld: removals === 'hold', joinedIds }
}

type PageToMerge = {
  readonly staged: readonly StagedAccount[]
  readonly stored: readonly StoredAccount[]
  readonly tree: ReadonlyMap<string, Ou>
  readonly context: AccountPlanContext
  readonly joinedIds: Set<string>
}

async function mergePage(merge: Merge, { staged, stored, tree, context, joinedIds }: PageToMerge): Promise<void> {
  const keyOf = (account: { readonly accountId: string }) => account.accountId
  const changes: AccountChange[] = []
  for await (const pair of mergeOrdered({ items: staged, keyOf }, { items: stored, keyOf })) {
    const observed = pair.left === undefined ? undefined : observe(merge, { staged: pair.left, stored: pair.right, tree })
    const change = planAccountChange({ observed, stored: pair.right }, context)
    if (change === null) continue
    changes.push(change)
    if (change.uid === null) joinedIds.add(change.accountId)
  }
  const rows = await applyAccountChanges(merge.tx, changes, merge)
  await recordChanges(
    merge,
    rows,
    changes.flatMap((change) => change.events),
  )
  await tellSuspensions(merge, changes)
}

/** What the lists say of one account, with its place in the tree and whether the registration's settings include it. */
function observe(
  { organization }: Merge,
  { staged, stored, tree }: { staged: StagedAccount; stored: StoredAccount | undefined; tree: ReadonlyMap<string, Ou> },
): ObservedAccount {
  const parent = staged.parentId === null ? undefined : tree.get(staged.parentId)
  const place = parent === undefined ? null : { parentId: parent.ouId, pathIds: parent.pathIds, orgPath: parent.orgPath }
  const pathIds = place?.pathIds ?? staged.pathIds ?? stored?.pathIds ?? null
  return {
    accountId: staged.accountId,
    name: staged.name,
    email: staged.email,
    arn: staged.arn,
    state: staged.state,
    joinedMethod: staged.joinedMethod,
    joinedAt: staged.joinedAt === null ? null : new Date(staged.joinedAt),
    place,
    isManagementAccount: staged.accountId === organization.managementAccountId,
    ...inclusionOf({ name: staged.name, state: staged.state, pathIds }, organization),
  }
}

function inclusionOf(
  account: { name: string; state: ObservedAccount['state']; pathIds: string | null },
  organization: Merge['organization'],
) {
  if (account.pathIds === null && organization.scopeOuIds.length > 0) {
    return { inclusion: 'excluded_scope', inclusionReason: 'Its place in the tree is not known yet; the next sync decides.' } as const
  }
  const { inclusion, reason } = decideInclusion({ ...account, pathIds: account.pathIds ?? '' }, organization)
  return { inclusion, inclusionReason: reason }
}

async function decideHold(merge: Merge): Promise<'apply' | 'hold' | 'incomplete'> {
  if (!isComplete(merge, 'accounts')) return 'incomplete'
  const { uid, organizationId } = merge.organization
  const departures = await countDepartures(merge.tx, uid, { table: 'staged_account', runId: merge.run.id })
  const decision = decideRemovals(departures, merge.run.confirmRemovals)
  if (decision === 'apply') {
    await resolveAttention(merge.tx, uid, { kind: 'removals_held', subjectIds: 'all', at: merge.at, by: 'system:sync' })
    return decision
  }
  const detail = `${departures.gone} of ${departures.known} accounts are no longer listed (${departures.goneIds.join(', ')}${departures.gone > departures.goneIds.length ? ', …' : ''}). That many at once is more often a mistake than a fact, so nothing was detached. Look at the organization in AWS; if it is right, sync again and confirm the removals.`
  merge.tally.unseen.push(detail)
  await raiseAttention(merge.tx, uid, {
    items: [{ kind: 'removals_held', subjectId: organizationId, detail }],
    at: merge.at,
    newId: merge.newId,
  })
  return decision
}

/** A suspension is never silent, whether or not auto-removal then takes the account out of the estate. */
async function tellSuspensions(merge: Merge, changes: readonly AccountChange[]): Promise<void> {
  const { tx, organization, at, newId } = merge
  const items = changes.flatMap(({ accountId, fields, events }) =>
    events.some(
      (event) => event.kind === 'suspended' || event.kind === 'closed' || (event.kind === 'joined' && fields.state === 'SUSPENDED'),
    )
      ? [{ kind: 'account_suspended' as const, subjectId: accountId, detail: `${fields.name} (${accountId}) is ${fields.state}.` }]
      : [],
  )
  await raiseAttention(tx, organization.uid, { items, at, newId })
  const reactivated = changes.filter(({ events }) => events.some((event) => event.kind === 'reactivated')).map(({ accountId }) => accountId)
  if (reactivated.length === 0) return
  await resolveAttention(tx, organization.uid, { kind: 'account_suspended', subjectIds: reactivated, at, by: 'system:sync' })
}
