import type { Db, Tx } from '#platform/db/db.ts'
import { organizationErrors } from './errors.ts'
import type { Organization } from './organization.ts'
import { findOrganizationByRef } from './queries.ts'

/** The registered organization that `o-…` or a nickname names; throws `organization_not_found`. */
export async function getOrganization(db: Db | Tx, ref: string): Promise<Organization> {
  const organization = await findOrganizationByRef(db, ref)
  if (organization === undefined)
    throw organizationErrors.organization_not_found(`No organization "${ref}" is registered. Give its id (o-…) or its nickname.`)
  return organization
}
