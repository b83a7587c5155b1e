import { z } from 'zod'
import { holdsEverywhere } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationSchema } from '../schemas.ts'
import { showOrganizations } from '../show-organization.ts'

export const listOrganizationsRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations',
  summary: 'List registered organizations with their account counts',
  permission: 'organizations:read',
  reach: 'scoped',
  reply: { status: 200, schema: z.strictObject({ items: z.array(organizationSchema), nextCursor: z.null() }) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { actor }) => ({
    items: await showOrganizations(deps.db, !holdsEverywhere(actor, 'organizations:read')),
    nextCursor: null,
  }),
})
