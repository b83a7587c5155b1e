import { z } from 'zod'
import { estateEventKinds } from '#lib/estate-event.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { orgParams } from '../schemas.ts'
import { listEstateEvents } from '../sync/estate-events.ts'

const event = z
  .object({
    id: z.number(),
    syncRunId: z.string().nullable(),
    subjectKind: z.enum(['organization', 'ou', 'account', 'policy', 'attachment']),
    subjectId: z.string(),
    kind: z.enum(estateEventKinds),
    before: z.unknown(),
    after: z.unknown(),
    actor: z.string(),
    at: z.date(),
  })
  .meta({ id: 'EstateEvent' })

export const listEventsRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/events',
  summary: 'What happened to the organization, newest first: who joined, left, moved, was suspended; tags and policies from → to',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  query: pageQuery.extend({
    kind: z.enum(estateEventKinds).optional(),
    subject: z.string().max(200).optional(),
    sync: z.uuid('The id of a sync, as the list of syncs tells it.').optional().describe('Only what that sync saw'),
  }),
  reply: { status: 200, schema: pageReply(event) },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: async (deps: { readonly db: Db }, { params, query: { limit, cursor, kind, subject, sync } }) => {
    const { uid } = await getOrganization(deps.db, params.org)
    const beforeId = readCursor(cursor, z.tuple([z.number()]))?.[0]
    const rows = await listEstateEvents(deps.db, {
      organizationUid: uid,
      kind,
      subjectId: subject,
      syncRunId: sync,
      beforeId,
      limit: limit + 1,
    })
    return pageOf(rows, limit, (row) => [row.id])
  },
})
