import { z } from 'zod'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrors, organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { orgParams } from '../schemas.ts'
import { resolveAttentionItem } from '../sync/attention.ts'

export const resolveAttentionRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/attention/:id/resolve',
  summary: 'Say that an item was looked at',
  permission: 'accounts:write',
  reach: 'scoped',
  params: orgParams.extend({ id: z.uuid() }),
  reply: { status: 200, schema: z.object({ id: z.uuid(), resolvedAt: z.date() }) },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    attention_not_found: organizationErrorSpecs.attention_not_found,
  },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params: { org, id }, requestId }) => {
    const { uid, organizationId } = await getOrganization(deps.db, org)
    const at = deps.now()
    await deps.db.transaction().execute(async (tx) => {
      const isOpen = await resolveAttentionItem(tx, { organizationUid: uid, id, at, by: actor.id })
      if (!isOpen) throw organizationErrors.attention_not_found(`${organizationId} has no open item ${id}.`)
      await recordAudit(tx, {
        actor,
        action: 'attention.resolved',
        subject: `organization:${organizationId}`,
        after: { id },
        at,
        requestId,
      })
    })
    return { id, resolvedAt: at }
  },
})
