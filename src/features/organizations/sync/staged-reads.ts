import { sql } from 'kysely'
import type { Tags } from '#features/accounts/index.ts'
import type { OrgPolicy, PolicyAttachment } from '#features/policies/index.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { StagedOu } from './plan-ou-changes.ts'
import { rcpFullAccessId } from './policy-facts.ts'
import type { StagedAccount } from './streams.ts'

const accountPage = 1_000
const tagPage = 500
const policyPage = 100
const attachmentPage = 2_000

export async function listStagedOus(tx: Tx, runId: string): Promise<StagedOu[]> {
  const { rows } = await sql<StagedOu>`
    select ou_id as "ouId", parent_id as "parentId", name, arn, policy_types as "policyTypes" from staged_ou where run_id = ${runId}`.execute(
    tx,
  )
  return rows
}

/** Pages of staged accounts in id order, with the parent that the OU walk found where `Paths` gave none. */
export async function* pageStagedAccounts(tx: Tx, runId: string): AsyncGenerator<StagedAccount[]> {
  for (let after = ''; ;) {
    const { rows } = await sql<StagedAccount>`
      select a.account_id as "accountId", a.name, a.email, a.arn, a.state, a.joined_method as "joinedMethod", a.joined_at as "joinedAt",
        coalesce(a.parent_id, p.parent_id) as "parentId", a.path_ids as "pathIds"
      from staged_account a left join staged_parent p on p.run_id = a.run_id and p.account_id = a.account_id
      where a.run_id = ${runId} and a.account_id > ${after}
      order by a.account_id collate "C" limit ${accountPage}`.execute(tx)
    yield rows
    if (rows.length < accountPage) return
    after = rows.at(-1)?.accountId ?? ''
  }
}

export type StagedTagReading = { readonly accountId: string; readonly bulk: Tags | null; readonly own: Tags | null }

/** Pages of accounts whose tags were read in any way, in id order. An own list that was read and is empty is empty, not absent. */
export async function* pageStagedTags(tx: Db | Tx, runId: string): AsyncGenerator<StagedTagReading[]> {
  for (let after = ''; ;) {
    const { rows } = await sql<StagedTagReading>`
      with seen as (
        select account_id from staged_tag where run_id = ${runId} and not own
        union select subject from sync_stream where run_id = ${runId} and kind = 'tags' and state = 'done'
      ), page as (select account_id from seen where account_id > ${after} order by account_id collate "C" limit ${tagPage})
      select page.account_id as "accountId",
        (select jsonb_object_agg(t.key, t.value) from staged_tag t where t.run_id = ${runId} and t.account_id = page.account_id and not t.own) as bulk,
        case when exists (select 1 from sync_stream s where s.run_id = ${runId} and s.stream = 'tags:' || page.account_id and s.state = 'done')
          then coalesce((select jsonb_object_agg(t.key, t.value) from staged_tag t
            where t.run_id = ${runId} and t.account_id = page.account_id and t.own), '{}') end as own
      from page order by page.account_id collate "C"`.execute(tx)
    yield rows
    if (rows.length < tagPage) return
    after = rows.at(-1)?.accountId ?? ''
  }
}

export async function* streamStagedPolicies(tx: Tx, runId: string): AsyncGenerator<OrgPolicy> {
  for (let after = ''; ;) {
    const { rows } = await sql<OrgPolicy>`
      select policy_id as "policyId", type, name, description, arn, aws_managed as "awsManaged", content, content_hash as "contentHash"
      from staged_policy where run_id = ${runId} and policy_id collate "C" > ${after}
      order by policy_id collate "C" limit ${policyPage}`.execute(tx)
    yield* rows
    if (rows.length < policyPage) return
    after = rows.at(-1)?.policyId ?? ''
  }
}

export async function* streamStagedAttachments(tx: Tx, runId: string): AsyncGenerator<PolicyAttachment> {
  for (let after = { policyId: '', targetId: '' }; ;) {
    const { rows } = await sql<PolicyAttachment>`
      select policy_id as "policyId", target_id as "targetId", target_type as "targetType", derived from staged_attachment
      where run_id = ${runId} and (policy_id collate "C", target_id collate "C") > (${after.policyId}, ${after.targetId})
      order by policy_id collate "C", target_id collate "C" limit ${attachmentPage}`.execute(tx)
    yield* rows
    if (rows.length < attachmentPage) return
    after = rows.at(-1) ?? after
  }
}

/** RCPFullAWSAccess is on the root, every OU and every account while RCPs are enabled: written down, not asked for. */
export async function deriveRcpFullAccess(tx: Tx, runId: string): Promise<void> {
  await sql`
    insert into staged_attachment (run_id, stream, policy_id, target_id, target_type, derived)
    select p.run_id, 'derived', p.policy_id, target.id, target.type, true
    from staged_policy p, lateral (
      select ou_id as id, case when parent_id is null then 'ROOT' else 'ORGANIZATIONAL_UNIT' end as type from staged_ou where run_id = p.run_id
      union all select account_id, 'ACCOUNT' from staged_account where run_id = p.run_id) target
    where p.run_id = ${runId} and p.policy_id = ${rcpFullAccessId}
    on conflict do nothing`.execute(tx)
}

/** Lists that were read to their end, as `kind → subjects`. A list whose subject vanished counts: there was nothing to read. */
export async function listReadSubjects(tx: Tx, runId: string, kinds: readonly string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ kind: string; subject: string }>`
    select kind, subject from sync_stream where run_id = ${runId} and kind = any(${[...kinds]}::text[]) and state in ('done', 'skipped')`.execute(
    tx,
  )
  return new Map([...Map.groupBy(rows, (row) => row.kind)].map(([kind, found]) => [kind, new Set(found.map((row) => row.subject))]))
}
