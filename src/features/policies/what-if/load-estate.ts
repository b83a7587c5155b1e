import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import { type Estate, type EstateNode, type EstatePolicy, type OrgPolicyType } from './estate.ts'

export type LoadedEstate = {
  readonly estate: Estate
  /** Name of the role by which Reeve enters member accounts, with its IAM path. */
  readonly memberRoleName: string
  readonly partition: string
  readonly names: ReadonlyMap<string, string>
}

/**
 * The tree, policies and attachments of an organization as last harvested. Accounts that left it are not part of it; an account whose place
 * is not known hangs on nothing, so that whoever asks about it learns "unknown".
 */
export async function loadEstate(db: Db, organizationUid: string): Promise<LoadedEstate | undefined> {
  const organization = await db
    .selectFrom('organization')
    .where('id', '=', organizationUid)
    .select(['organization_id', 'management_account_id', 'member_role_name', 'partition'])
    .executeTakeFirst()
  if (organization === undefined) return undefined
  const ous = await db
    .selectFrom('organizational_unit')
    .where('organization_uid', '=', organizationUid)
    .select(['ou_id', 'parent_id', 'name'])
    .execute()
  const accounts = await db
    .selectFrom('account')
    .where('organization_uid', '=', organizationUid)
    .where('inclusion', '!=', 'detached')
    .select(['account_id', 'parent_id', 'name'])
    .execute()
  const { rows: policies } = await sql<EstatePolicy>`
    select policy_id as id, type, name, aws_managed as "awsManaged", content
    from org_policy where organization_uid = ${organizationUid} and type in ('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY')`.execute(
    db,
  )
  const attachments = await db
    .selectFrom('policy_attachment')
    .where('organization_uid', '=', organizationUid)
    .select(['policy_id', 'target_id'])
    .orderBy('policy_id')
    .execute()

  const nodes: EstateNode[] = [
    ...ous.map(({ ou_id: id, parent_id: parentId, name }): EstateNode => ({ id, kind: parentId === null ? 'root' : 'ou', parentId, name })),
    ...accounts.map(({ account_id: id, parent_id: parentId, name }): EstateNode => ({
      id,
      kind: 'account',
      parentId: parentId ?? 'unknown',
      name,
    })),
  ]
  return {
    estate: {
      organizationId: organization.organization_id,
      managementAccountId: organization.management_account_id,
      nodes: new Map(nodes.map((node) => [node.id, node])),
      policies: new Map(policies.map((policy) => [policy.id, policy])),
      attachments: new Map(
        [...Map.groupBy(attachments, ({ target_id }) => target_id)].map(([target, rows]) => [
          target,
          rows.map(({ policy_id }) => policy_id),
        ]),
      ),
    },
    memberRoleName: organization.member_role_name,
    partition: organization.partition,
    names: new Map(nodes.map(({ id, name }) => [id, name])),
  }
}

/** Policy types that are in use: with none attached anywhere, the type is off and its levels do not apply. */
export function typesInUse({ attachments, policies }: Estate): OrgPolicyType[] {
  const attached = new Set([...attachments.values()].flat())
  const types = new Set([...policies.values()].filter(({ id }) => attached.has(id)).map(({ type }) => type))
  return [...types].toSorted()
}
