import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { orgParams } from '../schemas.ts'
import { listOpenAttention } from '../sync/attention.ts'

const item = z
  .object({
    id: z.uuid(),
    kind: z.enum(['account_suspended', 'removals_held']),
    subjectId: z.string(),
    detail: z.string(),
    raisedAt: z.date(),
  })
  .meta({ id: 'AttentionItem' })

export const listAttentionRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/attention',
  summary: 'What somebody should look at: suspended accounts, removals held back',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  reply: { status: 200, schema: z.array(item) },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: async (deps: { readonly db: Db }, { params }) => {
    const { uid } = await getOrganization(deps.db, params.org)
    const items = await listOpenAttention(deps.db, uid)
    return items.map(({ id, kind, subjectId, detail, raisedAt }) => ({ id, kind, subjectId, detail, raisedAt }))
  },
})
