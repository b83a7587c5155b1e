import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { getSync } from '../sync/get-sync.ts'
import { syncSchema, viewSync, type SyncViewDeps } from '../sync/sync-view.ts'

/** How often a watched sync is looked at: a few indexed reads. */
const watchEveryMs = 500

export const showSyncRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/syncs/:id',
  summary: 'Show one sync; as text/event-stream, follow its progress to the end',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams.extend({ id: z.uuid() }),
  reply: { status: 200, schema: syncSchema },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    sync_not_found: organizationErrorSpecs.sync_not_found,
  },
  handle: async (deps: SyncViewDeps, { params }) => viewSync(deps, await getSync(deps.db, params.org, params.id)),
  watch: {
    everyMs: watchEveryMs,
    look: async (deps: SyncViewDeps, { params }) => {
      const run = await getSync(deps.db, params.org, params.id)
      const isOver = run.status !== 'running'
      return { event: isOver ? 'end' : 'progress', data: await viewSync(deps, run), isOver }
    },
  },
})
