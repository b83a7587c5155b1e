import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { followSync, type FollowDeps } from '../sync/follow-sync.ts'
import { getSync } from '../sync/get-sync.ts'
import { syncSchema, viewSync } from '../sync/sync-view.ts'

export const showSyncRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/syncs/:id',
  summary: 'Show one sync; as text/event-stream, follow its progress to the end',
  permission: 'organizations:read',
  params: orgParams.extend({ id: z.uuid() }),
  reply: { status: 200, schema: syncSchema },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    sync_not_found: organizationErrorSpecs.sync_not_found,
  },
  handle: async (deps: FollowDeps, { params }) => viewSync(deps, await getSync(deps.db, params.org, params.id)),
  stream: async function* (deps: FollowDeps, { params, signal }) {
    yield* followSync(deps, await getSync(deps.db, params.org, params.id), signal)
  },
})
