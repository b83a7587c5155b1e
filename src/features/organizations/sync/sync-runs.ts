import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { CallCounts, EstateCounts } from './sync-bound.ts'

export const syncTriggers = ['registration', 'schedule', 'request'] as const
export type SyncTrigger = (typeof syncTriggers)[number]
export type SyncKind = 'estate' | 'tags'
export type SyncStatus = 'running' | 'completed' | 'partial' | 'held' | 'failed' | 'cancelled' | 'abandoned'
export type SyncPhase = 'reading' | 'applying' | 'checking_members' | 'done'

export type SyncRun = {
  readonly id: string
  readonly organizationUid: string
  readonly kind: SyncKind
  readonly trigger: SyncTrigger
  readonly requestedBy: string
  readonly status: SyncStatus
  readonly phase: SyncPhase
  readonly isBaseline: boolean
  readonly confirmRemovals: boolean
  readonly cancelRequestedAt: Date | null
  readonly startedAt: Date
  readonly firstCallAt: Date | null
  readonly committedAt: Date | null
  readonly outcome: 'completed' | 'partial' | 'held' | null
  readonly membersCheckedAt: Date | null
  readonly finishedAt: Date | null
  /** Null here and below: read for somebody bound to a scope, who is not told or of whose accounts it is not known (reeve_scoped.sync_run). */
  readonly accountsFound: number | null
  readonly accountsSynced: number | null
  readonly accountsFailed: number | null
  readonly apiCalls: CallCounts | null
  readonly calls: number | null
  readonly throttled: number | null
  readonly writes: number | null
  readonly counts: EstateCounts | null
  readonly changes: Readonly<Record<string, number>>
  readonly unseen: readonly string[]
  readonly error: string | null
}

const columns = sql.raw(`id, organization_uid as "organizationUid", kind, trigger, requested_by as "requestedBy", status, phase,
  is_baseline as "isBaseline", confirm_removals as "confirmRemovals", cancel_requested_at as "cancelRequestedAt", started_at as "startedAt",
  first_call_at as "firstCallAt", committed_at as "committedAt", outcome, members_checked_at as "membersCheckedAt", finished_at as "finishedAt",
  accounts_found as "accountsFound", accounts_synced as "accountsSynced", accounts_failed as "accountsFailed", api_calls as "apiCalls", calls,
  throttled, writes, counts, changes, unseen, error`)

export async function findSyncRun(db: Db | Tx, id: string): Promise<SyncRun | undefined> {
  const { rows } = await sql<SyncRun>`select ${columns} from sync_run where id = ${id}`.execute(db)
  return rows[0]
}

export async function findRunningSync(db: Db | Tx, organizationUid: string, kind: SyncKind): Promise<SyncRun | undefined> {
  const { rows } = await sql<SyncRun>`
    select ${columns} from sync_run where organization_uid = ${organizationUid} and kind = ${kind} and status = 'running'`.execute(db)
  return rows[0]
}

/** Newest first, those before `before` when given. */
export async function listSyncRuns(
  db: Db,
  organizationUid: string,
  { limit, before }: { limit: number; before?: { startedAt: string; id: string } | undefined },
): Promise<SyncRun[]> {
  const older = before === undefined ? sql`true` : sql`(started_at, id) < (${before.startedAt}::timestamptz, ${before.id}::uuid)`
  const { rows } = await sql<SyncRun>`
    select ${columns} from sync_run where organization_uid = ${organizationUid} and ${older}
    order by started_at desc, id desc limit ${limit}`.execute(db)
  return rows
}

/** The last picture that was committed, if any. */
export async function findLastCommittedSync(db: Db | Tx, organizationUid: string, kind: SyncKind): Promise<SyncRun | undefined> {
  const { rows } = await sql<SyncRun>`
    select ${columns} from sync_run where organization_uid = ${organizationUid} and kind = ${kind} and committed_at is not null
    order by committed_at desc limit 1`.execute(db)
  return rows[0]
}

export type NewSyncRun = Pick<
  SyncRun,
  'id' | 'organizationUid' | 'kind' | 'trigger' | 'requestedBy' | 'isBaseline' | 'confirmRemovals' | 'startedAt'
>

/** Fails on `sync_run_one_running` when a run of this kind is under way. */
export async function insertSyncRun(tx: Tx, run: NewSyncRun): Promise<void> {
  await sql`
    insert into sync_run (id, organization_uid, kind, trigger, requested_by, status, phase, is_baseline, confirm_removals, started_at)
    values (${run.id}, ${run.organizationUid}, ${run.kind}, ${run.trigger}, ${run.requestedBy}, 'running', 'reading', ${run.isBaseline},
      ${run.confirmRemovals}, ${run.startedAt})`.execute(tx)
}

export async function requestCancel(tx: Tx, runId: string, at: Date): Promise<boolean> {
  const done = await sql`
    update sync_run set cancel_requested_at = coalesce(cancel_requested_at, ${at}) where id = ${runId} and status = 'running'`.execute(tx)
  return done.numAffectedRows === 1n
}

export async function recordFirstCall(db: Db, runId: string, at: Date): Promise<void> {
  await sql`update sync_run set first_call_at = coalesce(first_call_at, ${at}) where id = ${runId}`.execute(db)
}

export type Spending = { readonly apiCalls: CallCounts; readonly throttled: number }

/** Adds calls made since the last time; a resumed run goes on counting. Answers whether somebody asked to cancel. */
export async function recordProgress(db: Db | Tx, runId: string, spent: Spending): Promise<{ readonly isCancelled: boolean }> {
  const { rows } = await sql<{ isCancelled: boolean }>`
    update sync_run set
      accounts_found = greatest(accounts_found, (select count(*) from staged_account s where s.run_id = sync_run.id)),
      api_calls = (select coalesce(jsonb_object_agg(key, total), '{}') from (
        select key, sum(value::int) as total from (
          select * from jsonb_each_text(sync_run.api_calls) union all select * from jsonb_each_text(${JSON.stringify(spent.apiCalls)}::jsonb)
        ) both_sides group by key) summed),
      calls = calls + ${Object.values(spent.apiCalls).reduce((total, n) => total + n, 0)},
      throttled = throttled + ${spent.throttled}
    where id = ${runId}
    returning cancel_requested_at is not null as "isCancelled"`.execute(db)
  return { isCancelled: rows[0]?.isCancelled ?? true }
}

export async function setPhase(db: Db | Tx, runId: string, phase: SyncPhase): Promise<void> {
  await sql`update sync_run set phase = ${phase} where id = ${runId}`.execute(db)
}

/** Counts what the member roles showed: how many imported, active accounts could not be reached. */
export async function recordMembersChecked(db: Db, runId: string, at: Date): Promise<void> {
  await sql`
    update sync_run set members_checked_at = ${at}, accounts_failed = (
      select count(*) from account a where a.organization_uid = sync_run.organization_uid and a.inclusion = 'imported' and a.state = 'ACTIVE'
        and a.status in ('assume_failed', 'permission_missing', 'scp_blocked') and (a.ignored_until is null or a.ignored_until <= ${at}))
    where id = ${runId}`.execute(db)
}

export type Commit = {
  readonly at: Date
  readonly phase: SyncPhase
  readonly outcome: 'completed' | 'partial' | 'held'
  readonly accountsFound: number
  readonly accountsSynced: number
  readonly writes: number
  readonly counts: EstateCounts
  readonly changes: Readonly<Record<string, number>>
  readonly unseen: readonly string[]
}

export async function recordCommit(tx: Tx, runId: string, commit: Commit): Promise<void> {
  await sql`
    update sync_run set committed_at = ${commit.at}, outcome = ${commit.outcome}, phase = ${commit.phase}, accounts_found = ${commit.accountsFound},
      accounts_synced = ${commit.accountsSynced}, writes = ${commit.writes}, counts = ${JSON.stringify(commit.counts)}::jsonb,
      changes = ${JSON.stringify(commit.changes)}::jsonb, unseen = ${JSON.stringify(commit.unseen)}::jsonb
    where id = ${runId}`.execute(tx)
}

export async function finishRun(
  db: Db | Tx,
  runId: string,
  end: { status: Exclude<SyncStatus, 'running'>; at: Date; error?: string | undefined },
): Promise<void> {
  await sql`
    update sync_run set status = ${end.status}, finished_at = ${end.at}, phase = 'done', error = ${end.error ?? null}
    where id = ${runId} and status = 'running'`.execute(db)
}
