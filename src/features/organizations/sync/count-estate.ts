import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import { rcpFullAccessId } from './policy-facts.ts'
import { ouDepthMax, type EstateCounts, type PolicyTypeCounts } from './sync-bound.ts'
import type { Ou } from './plan-ou-changes.ts'

/** Counts what a run read, so that the fewest calls and the shortest time follow from the estate and not from what the run did. */
export async function countEstate(tx: Tx, runId: string, ous: readonly Ou[]): Promise<EstateCounts> {
  const { rows } = await sql<{ accounts: number; shown: number; single: number; isBulk: boolean; perParent: number[] | null }>`
    select (select count(*) from staged_account where run_id = ${runId}) as accounts,
      (select count(distinct account_id) from staged_tag where run_id = ${runId} and not own) as shown,
      (select count(*) from sync_stream where run_id = ${runId} and kind = 'tags' and state = 'done') as single,
      exists (select 1 from sync_stream where run_id = ${runId} and kind = 'bulk_tags' and state = 'done') as "isBulk",
      (select array_agg(n) from (
        select (select count(*)::int from staged_parent p where p.run_id = s.run_id and p.parent_id = s.subject) as n
        from sync_stream s where s.run_id = ${runId} and s.kind = 'parents' and s.state = 'done') walked) as "perParent"`.execute(tx)
  const row = rows[0] ?? { accounts: 0, shown: 0, single: 0, isBulk: false, perParent: null }
  const children = Map.groupBy(ous, (ou) => ou.parentId)
  return {
    accounts: row.accounts,
    ous: ous.filter((ou) => ou.parentId !== null).length,
    ouDepth: Math.max(0, ...ous.map((ou) => ou.depth)),
    childOus: ous.filter((ou) => ou.depth < ouDepthMax).map((ou) => children.get(ou.ouId)?.length ?? 0),
    policyTypes: await countPolicyTypes(tx, runId),
    tags: row.isBulk ? { path: 'bulk', shown: row.shown, single: row.single } : { path: 'single', single: row.single },
    ...(row.perParent !== null && { accountsPerParent: row.perParent }),
  }
}

async function countPolicyTypes(tx: Tx, runId: string): Promise<PolicyTypeCounts[]> {
  const { rows } = await sql<PolicyTypeCounts>`
    select count(*)::int as listed,
      count(*) filter (where exists (select 1 from sync_stream s where s.run_id = p.run_id and s.stream = 'policy:' || p.policy_id))::int as described,
      coalesce(array_agg((select count(*)::int from staged_attachment a where a.run_id = p.run_id and a.policy_id = p.policy_id))
        filter (where p.policy_id <> ${rcpFullAccessId}), '{}') as "attachmentsPerPolicy"
    from staged_policy p where p.run_id = ${runId} group by p.type order by p.type`.execute(tx)
  return rows
}
