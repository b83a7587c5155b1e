import { sql } from 'kysely'
import { z } from 'zod'
import { defaultShare } from '#platform/aws/create-door.ts'
import type { Db } from '#platform/db/db.ts'
import { boundMs, type CallCounts, longestChain, minCallsOf, totalCalls } from './sync-bound.ts'
import type { SyncRun } from './sync-runs.ts'

/** Median latency that the bounds reckon with; what a call to Organizations takes from within AWS. */
export const medianLatencyMs = 40

const progressSchema = z
  .object({
    found: z.number().nullable().describe('Accounts that AWS has listed so far'),
    synced: z.number().nullable().describe('Accounts whose picture is stored'),
    failed: z.number().nullable().describe('ACTIVE accounts whose member role does not work'),
    remaining: z.number().nullable().describe('While reading: lists still to read. While trying member roles: accounts still to try'),
  })
  .describe("Of somebody bound to a scope, their accounts alone; null is what cannot be told without telling of others'")

export const syncSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['estate', 'tags']),
    trigger: z.enum(['registration', 'schedule', 'request']),
    requestedBy: z.string(),
    status: z.enum(['running', 'completed', 'partial', 'held', 'failed', 'cancelled', 'abandoned']),
    phase: z.enum(['reading', 'applying', 'checking_members', 'done']),
    startedAt: z.date(),
    committedAt: z.date().nullable(),
    finishedAt: z.date().nullable(),
    progress: progressSchema,
    durationMs: z.number().nullable().describe('From the first call to Organizations to the commit'),
    boundMs: z.number().nullable().describe("The shortest time that AWS's published rates allow at the configured share"),
    publishedBoundMs: z.number().nullable().describe('The same at the whole of the published rates'),
    minCalls: z.number().nullable().describe('The fewest calls by which such an organization can be read'),
    calls: z
      .number()
      .nullable()
      .describe('Calls to Organizations and the tagging index, retries included; null for somebody bound to a scope'),
    apiCalls: z.record(z.string(), z.number()).nullable(),
    throttled: z.number().nullable(),
    writes: z.number().nullable(),
    memberCheckMs: z.number().nullable(),
    changes: z.record(z.string(), z.number()).describe('History written, by kind'),
    unseen: z.array(z.string()).readonly().describe('What could not be seen, one sentence each'),
    error: z.string().nullable(),
  })
  .meta({ id: 'Sync' })

export type SyncView = z.output<typeof syncSchema>
/** `awsShare`: the configured share of AWS's rates. */
export type SyncViewDeps = { readonly db: Db; readonly awsShare?: number }

/** A run as people and programs see it. */
export async function viewSync(deps: SyncViewDeps, run: SyncRun): Promise<SyncView> {
  return {
    id: run.id,
    kind: run.kind,
    trigger: run.trigger,
    requestedBy: run.requestedBy,
    status: run.status,
    phase: run.phase,
    startedAt: run.startedAt,
    committedAt: run.committedAt,
    finishedAt: run.finishedAt,
    progress: {
      found: run.accountsFound,
      synced: run.accountsSynced,
      failed: run.accountsFailed,
      remaining: await countRemaining(deps.db, run),
    },
    durationMs: between(run.firstCallAt, run.committedAt),
    ...boundsOf(run, deps.awsShare ?? defaultShare),
    calls: run.apiCalls === null ? null : totalCalls(countedOf(run.apiCalls)),
    apiCalls: run.apiCalls,
    throttled: run.throttled,
    writes: run.writes,
    memberCheckMs: between(run.committedAt, run.membersCheckedAt),
    changes: run.changes,
    unseen: run.unseen,
    error: run.error,
  }
}

function countedOf(apiCalls: CallCounts): CallCounts {
  return Object.fromEntries(Object.entries(apiCalls).filter(([name]) => /^(organizations|tagging):/.test(name)))
}

function boundsOf({ counts, kind }: SyncRun, share: number) {
  if (counts === null || kind !== 'estate') return { boundMs: null, publishedBoundMs: null, minCalls: null }
  const calls = minCallsOf(counts)
  const bound = { calls, chain: longestChain(counts), medianLatencyMs }
  return { boundMs: boundMs({ ...bound, share }), publishedBoundMs: boundMs({ ...bound, share: 1 }), minCalls: totalCalls(calls) }
}

async function countRemaining(db: Db, run: SyncRun): Promise<number | null> {
  if (run.status !== 'running') return 0
  // The lists are the organization's: how many there are tells how large it is.
  if (run.apiCalls === null && run.phase !== 'checking_members') return null
  const remaining =
    run.phase === 'checking_members'
      ? sql<{ n: number }>`
          select count(*) as n from account a left join account_observation o on o.account_uid = a.id
          where a.organization_uid = ${run.organizationUid} and a.inclusion = 'imported' and a.state in ('ACTIVE', 'PENDING_CLOSURE', 'UNKNOWN')
            and (o.member_checked_at is null or o.member_checked_at < ${run.startedAt})`
      : sql<{ n: number }>`select count(*) as n from sync_stream where run_id = ${run.id} and state = 'open'`
  const { rows } = await remaining.execute(db)
  return rows[0]?.n ?? 0
}

function between(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : to.getTime() - from.getTime()
}
