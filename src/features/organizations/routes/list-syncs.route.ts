import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { orgParams } from '../schemas.ts'
import { listSyncRuns } from '../sync/sync-runs.ts'
import { syncSchema, viewSync, type SyncViewDeps } from '../sync/sync-view.ts'

export const listSyncsRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/:org/syncs',
  summary: 'List syncs of an organization, newest first',
  permission: 'organizations:read',
  reach: 'scoped',
  params: orgParams,
  query: pageQuery,
  reply: { status: 200, schema: pageReply(syncSchema) },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: async (deps: SyncViewDeps, { params, query: { limit, cursor } }) => {
    const { uid } = await getOrganization(deps.db, params.org)
    const [startedAt, id] = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? []
    const before = startedAt === undefined || id === undefined ? undefined : { startedAt, id }
    const page = pageOf(await listSyncRuns(deps.db, uid, { limit: limit + 1, before }), limit, (run) => [
      run.startedAt.toISOString(),
      run.id,
    ])
    return { nextCursor: page.nextCursor, items: await Promise.all(page.items.map((run) => viewSync(deps, run))) }
  },
})
