import type { Actor } from '#platform/auth/actor.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { planBadges } from './plan-badges.ts'
import { type AccountBadgeChange, applyBadgeChanges, type BadgeCause, findOrganizationUids, listBadgeSubjects } from './queries.ts'

/** Accounts per transaction: 500 × 50 tags is 25,000 rows, a second's work and a few megabytes. */
const BATCH = 500
/** A dry run tells this many changes and counts the rest. */
const CHANGES_TOLD_MAX = 5_000

export type BadgeStage2Deps = { readonly db: Db; readonly now: () => Date }
export type BadgeStage2Input = {
  /** Absent: every registered organization. */
  readonly organizationUid?: string
  readonly dryRun: boolean
  readonly cause: BadgeCause
  readonly signal: AbortSignal
}
export type BadgeStage2Result = {
  readonly accounts: number
  readonly created: number
  readonly updated: number
  readonly deleted: number
  /** Of a dry run: what would change. */
  readonly changes: readonly AccountBadgeChange[]
  readonly truncated: boolean
}

/**
 * Stage 2 of BADGE-7…12: compares every account's tags, place and organization with its badges and brings the badges in line. Reads only
 * the database, never AWS. A second run writes nothing. A dry run plans the same and writes nothing.
 */
export async function runBadgeStage2(deps: BadgeStage2Deps, actor: Pick<Actor, 'id'>, input: BadgeStage2Input): Promise<BadgeStage2Result> {
  const total = { accounts: 0, created: 0, updated: 0, deleted: 0, changes: [] as AccountBadgeChange[], truncated: false }
  const uids = input.organizationUid === undefined ? await findOrganizationUids(deps.db) : [input.organizationUid]
  for (const organizationUid of uids) {
    let afterAccountId = ''
    for (;;) {
      input.signal.throwIfAborted()
      const batch = await deps.db.transaction().execute((tx) => runBatch(tx, { deps, actor, input, organizationUid, afterAccountId }))
      total.accounts += batch.accounts
      for (const each of batch.changes) {
        if (each.change.before === null) total.created++
        else if (each.change.after === null) total.deleted++
        else total.updated++
        if (!input.dryRun) continue
        if (total.changes.length < CHANGES_TOLD_MAX) total.changes.push(each)
        else total.truncated = true
      }
      if (batch.accounts < BATCH) break
      afterAccountId = batch.lastAccountId
    }
  }
  return total
}

type BatchCall = {
  readonly deps: BadgeStage2Deps
  readonly actor: Pick<Actor, 'id'>
  readonly input: BadgeStage2Input
  readonly organizationUid: string
  readonly afterAccountId: string
}

async function runBatch(
  tx: Tx,
  { deps, actor, input, organizationUid, afterAccountId }: BatchCall,
): Promise<{ accounts: number; lastAccountId: string; changes: AccountBadgeChange[] }> {
  const subjects = await listBadgeSubjects(tx, { organizationUid, afterAccountId, limit: BATCH, lock: !input.dryRun })
  const changes = subjects.flatMap((subject) =>
    planBadges(subject).map((change) => ({ accountUid: subject.accountUid, accountId: subject.accountId, change })),
  )
  if (!input.dryRun) await applyBadgeChanges(tx, changes, { cause: input.cause, actor: actor.id, at: deps.now() })
  return { accounts: subjects.length, lastAccountId: subjects.at(-1)?.accountId ?? '', changes }
}
