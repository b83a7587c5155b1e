import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { requestSync, type RequestSyncDeps } from '../sync/request-sync.ts'
import { syncSchema, viewSync, type SyncViewDeps } from '../sync/sync-view.ts'

export const startSyncRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/sync',
  summary: 'Sync an organization now; answers the run to follow, or the one under way',
  permission: 'organizations:sync',
  wholeEstate: 'A sync reads the whole organization, and spends the rates that AWS allows all of it.',
  params: orgParams,
  body: z.strictObject({
    confirmRemovals: z.boolean().default(false).describe('Detach accounts that are no longer listed, however many they are'),
  }),
  reply: { status: 202, schema: syncSchema },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    organization_sync_running: organizationErrorSpecs.organization_sync_running,
  },
  handle: async (deps: RequestSyncDeps & SyncViewDeps, { actor, params, body, requestId }) => {
    const { run } = await requestSync(deps, actor, { ref: params.org, confirmRemovals: body.confirmRemovals, requestId })
    return viewSync(deps, run)
  },
})
