import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

export type OrganizationContents = {
  readonly organizationalUnits: number
  readonly policies: number
  readonly attachments: number
  readonly badges: number
}

/** How much of an organization is stored. The root is no OU; attachments that follow from AWS's rules (`RCPFullAWSAccess`) count like listed ones. */
export async function countOrganization(db: Db, organizationUid: string): Promise<OrganizationContents> {
  const { rows } = await sql<OrganizationContents>`
    select
      (select count(*)::int from organizational_unit where organization_uid = ${organizationUid} and parent_id is not null) as "organizationalUnits",
      (select count(*)::int from org_policy where organization_uid = ${organizationUid}) as policies,
      (select count(*)::int from policy_attachment where organization_uid = ${organizationUid}) as attachments,
      (select count(*)::int from badge join account on account.id = badge.account_uid where account.organization_uid = ${organizationUid}) as badges
  `.execute(db)
  return rows[0]!
}
