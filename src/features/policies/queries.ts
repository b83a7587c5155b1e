import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { OrgPolicy, PolicyAttachment } from './plan-policy-changes.ts'

/** Contents are up to 10 kB each, so a page stays near a megabyte. */
const policyPage = 100
const attachmentPage = 2_000

/** Stored policies in id order. */
export async function* streamPolicies(db: Db | Tx, organizationUid: string): AsyncGenerator<OrgPolicy> {
  for (let after = ''; ;) {
    const { rows } = await sql<OrgPolicy>`
      select policy_id as "policyId", type, name, description, arn, aws_managed as "awsManaged", content, content_hash as "contentHash"
      from org_policy where organization_uid = ${organizationUid} and policy_id collate "C" > ${after}
      order by policy_id collate "C" limit ${policyPage}`.execute(db)
    yield* rows
    if (rows.length < policyPage) return
    after = rows.at(-1)?.policyId ?? ''
  }
}

/** Stored attachments in (policy, target) order. */
export async function* streamAttachments(db: Db | Tx, organizationUid: string): AsyncGenerator<PolicyAttachment> {
  for (let after = { policyId: '', targetId: '' }; ;) {
    const { rows } = await sql<PolicyAttachment>`
      select policy_id as "policyId", target_id as "targetId", target_type as "targetType", derived
      from policy_attachment
      where organization_uid = ${organizationUid}
        and (policy_id collate "C", target_id collate "C") > (${after.policyId}, ${after.targetId})
      order by policy_id collate "C", target_id collate "C" limit ${attachmentPage}`.execute(db)
    yield* rows
    if (rows.length < attachmentPage) return
    after = rows.at(-1) ?? after
  }
}

/** Attachments merge by this key; the separator sorts below every character of an id. */
export function attachmentKey({ policyId, targetId }: { readonly policyId: string; readonly targetId: string }): string {
  return `${policyId}\u0000${targetId}`
}

type ChainPolicy = {
  readonly policyId: string
  readonly name: string
  readonly type: string
  readonly content: string | null
  readonly derived: boolean
}

/** Policies attached directly to each of the targets. */
export async function listPoliciesOnTargets(
  db: Db | Tx,
  organizationUid: string,
  targetIds: readonly string[],
): Promise<Map<string, ChainPolicy[]>> {
  const { rows } = await sql<ChainPolicy & { targetId: string }>`
    select a.target_id as "targetId", p.policy_id as "policyId", p.name, p.type, p.content, a.derived
    from policy_attachment a join org_policy p on p.organization_uid = a.organization_uid and p.policy_id = a.policy_id
    where a.organization_uid = ${organizationUid} and a.target_id = any(${[...targetIds]}::text[])
    order by p.type, p.policy_id collate "C"`.execute(db)
  return Map.groupBy(rows, (row) => row.targetId)
}

export type ListedPolicy = Omit<OrgPolicy, 'content'> & { readonly organizationId: string; readonly attachments: number }
export type PolicyFilter = {
  readonly organizationUid?: string | undefined
  readonly type?: string | undefined
  readonly q?: string | undefined
  readonly after?: readonly [string, string] | undefined
  readonly limit: number
}

/** Policies in (organization, id) order, without content. */
export async function listPolicies(db: Db, filter: PolicyFilter): Promise<ListedPolicy[]> {
  const conditions = [
    sql`o.removed_at is null`,
    ...(filter.organizationUid === undefined ? [] : [sql`p.organization_uid = ${filter.organizationUid}`]),
    ...(filter.type === undefined ? [] : [sql`p.type = ${filter.type}`]),
    ...(filter.q === undefined ? [] : [sql`(p.policy_id = ${filter.q} or position(lower(${filter.q}) in lower(p.name)) > 0)`]),
    ...(filter.after === undefined
      ? []
      : [sql`(o.organization_id collate "C", p.policy_id collate "C") > (${filter.after[0]}, ${filter.after[1]})`]),
  ]
  const { rows } = await sql<ListedPolicy>`
    select o.organization_id as "organizationId", p.policy_id as "policyId", p.type, p.name, p.description, p.arn, p.aws_managed as "awsManaged",
      p.content_hash as "contentHash",
      (select count(*) from policy_attachment a where a.organization_uid = p.organization_uid and a.policy_id = p.policy_id) as attachments
    from org_policy p join organization o on o.id = p.organization_uid
    where ${sql.join(conditions, sql` and `)}
    order by o.organization_id collate "C", p.policy_id collate "C" limit ${filter.limit}`.execute(db)
  return rows
}

export type PolicyView = OrgPolicy & {
  readonly organizationId: string
  readonly targets: readonly {
    readonly targetId: string
    readonly targetType: string
    readonly name: string | null
    readonly derived: boolean
  }[]
}

/** One policy with content and targets; AWS-managed ones exist once per organization, so the organization may be named. */
export async function findPolicy(db: Db, policyId: string, organizationUid?: string): Promise<PolicyView | undefined> {
  const { rows } = await sql<PolicyView>`
    select o.organization_id as "organizationId", p.policy_id as "policyId", p.type, p.name, p.description, p.arn, p.aws_managed as "awsManaged",
      p.content, p.content_hash as "contentHash",
      coalesce((select jsonb_agg(jsonb_build_object('targetId', a.target_id, 'targetType', a.target_type, 'derived', a.derived,
          'name', coalesce(u.name, c.name)) order by a.target_id)
        from policy_attachment a
        left join organizational_unit u on u.organization_uid = a.organization_uid and u.ou_id = a.target_id
        left join account c on c.account_id = a.target_id
        where a.organization_uid = p.organization_uid and a.policy_id = p.policy_id), '[]') as targets
    from org_policy p join organization o on o.id = p.organization_uid
    where p.policy_id = ${policyId} and o.removed_at is null
      and (${organizationUid ?? null}::uuid is null or p.organization_uid = ${organizationUid ?? null}::uuid)
    order by o.organization_id limit 1`.execute(db)
  return rows[0]
}

export type AccountChain = {
  readonly accountId: string
  readonly organizationId: string
  readonly isExempt: boolean
  readonly levels: {
    readonly targetId: string
    readonly name: string
    readonly scps: { readonly policyId: string; readonly name: string }[]
    readonly rcps: { readonly policyId: string; readonly name: string; readonly derived: boolean }[]
  }[]
}

/** Policies directly on the root, on each OU down to the account, and on the account itself. Undefined where its place is not known. */
export async function findAccountChain(db: Db, accountId: string): Promise<AccountChain | undefined> {
  const { rows } = await sql<{ uid: string; organizationId: string; name: string; pathIds: string; isManagementAccount: boolean }>`
    select o.id as uid, o.organization_id as "organizationId", a.name, a.path_ids as "pathIds", a.is_management_account as "isManagementAccount"
    from account a join organization o on o.id = a.organization_uid and o.removed_at is null
    where a.account_id = ${accountId} and a.path_ids is not null and a.inclusion <> 'detached'`.execute(db)
  const account = rows[0]
  if (account === undefined) return undefined
  const above = account.pathIds.split('/').slice(1, -1)
  const byTarget = await listPoliciesOnTargets(db, account.uid, [...above, accountId])
  const names = await sql<{ id: string; name: string }>`
    select ou_id as id, name from organizational_unit where organization_uid = ${account.uid} and ou_id = any(${above}::text[])`.execute(db)
  const nameOf = new Map([...names.rows.map((row) => [row.id, row.name] as const), [accountId, account.name]])
  const levels = [...above, accountId].map((targetId) => {
    const policies = byTarget.get(targetId) ?? []
    return {
      targetId,
      name: nameOf.get(targetId) ?? targetId,
      scps: policies.filter(({ type }) => type === 'SERVICE_CONTROL_POLICY').map(({ policyId, name }) => ({ policyId, name })),
      rcps: policies
        .filter(({ type }) => type === 'RESOURCE_CONTROL_POLICY')
        .map(({ policyId, name, derived }) => ({ policyId, name, derived })),
    }
  })
  return { accountId, organizationId: account.organizationId, isExempt: account.isManagementAccount, levels }
}

/** A registered organization by its `o-…` id or its nickname. */
export async function findOrganizationUid(db: Db, ref: string): Promise<string | undefined> {
  const { rows } = await sql<{ uid: string }>`
    select id as uid from organization where removed_at is null and (organization_id = ${ref} or nickname = ${ref})`.execute(db)
  return rows[0]?.uid
}
