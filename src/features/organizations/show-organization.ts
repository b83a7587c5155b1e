import type { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { countAccounts, noAccounts } from './estate-queries.ts'
import { getOrganization } from './get-organization.ts'
import { listOrganizations } from './queries.ts'
import { type organizationSchema, toOrganizationView } from './schemas.ts'

export type OrganizationView = z.input<typeof organizationSchema>

/** One registration with its account counts; `isPart` for somebody bound to a scope. */
export async function showOrganization(db: Db, ref: string, isPart: boolean): Promise<OrganizationView> {
  const organization = await getOrganization(db, ref)
  const counts = await countAccounts(db, [organization.uid])
  return toOrganizationView(organization, counts.get(organization.uid) ?? noAccounts, isPart)
}

/** Every registration with its account counts (ORG-22). */
export async function showOrganizations(db: Db, isPart: boolean): Promise<OrganizationView[]> {
  const organizations = await listOrganizations(db)
  const counts = await countAccounts(
    db,
    organizations.map(({ uid }) => uid),
  )
  return organizations.map((organization) => toOrganizationView(organization, counts.get(organization.uid) ?? noAccounts, isPart))
}
