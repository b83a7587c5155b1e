import { z } from 'zod'
import { recordAudit } from '#platform/audit/audit.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrors, organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'
import { getSync } from '../sync/get-sync.ts'
import { requestCancel } from '../sync/sync-runs.ts'
import { syncSchema, viewSync, type SyncViewDeps } from '../sync/sync-view.ts'

export const cancelSyncRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/syncs/:id/cancel',
  summary: 'Ask a running sync to stop; what it had not stored is dropped',
  permission: 'organizations:sync',
  wholeEstate: 'A sync reads the whole organization for everybody.',
  params: orgParams.extend({ id: z.uuid() }),
  reply: { status: 202, schema: syncSchema },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    sync_not_found: organizationErrorSpecs.sync_not_found,
    sync_not_running: organizationErrorSpecs.sync_not_running,
  },
  handle: async (deps: SyncViewDeps & { readonly now: () => Date }, { actor, params, requestId }) => {
    const run = await getSync(deps.db, params.org, params.id)
    await deps.db.transaction().execute(async (tx) => {
      if (!(await requestCancel(tx, run.id, deps.now())))
        throw organizationErrors.sync_not_running(`Sync ${run.id} has ended as ${run.status}.`)
      await recordAudit(tx, {
        actor,
        action: 'organization.sync_cancelled',
        subject: `organization:${params.org}`,
        after: { syncId: run.id },
        at: deps.now(),
        requestId,
      })
    })
    return viewSync(deps, await getSync(deps.db, params.org, params.id))
  },
})
