import { z } from 'zod'
import { estateEventKinds } from '#lib/estate-event.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { getOrganization } from '../get-organization.ts'
import { refreshTagsJob } from '../jobs/refresh-tags.job.ts'
import { previewTags } from '../sync/preview-tags.ts'
import type { SyncDeps } from '../sync/sync-deps.ts'

const change = z.object({ accountId: z.string(), kind: z.enum(estateEventKinds), before: z.unknown(), after: z.unknown() })

export const runBadgeStage1Route = defineRoute({
  method: 'POST',
  path: '/v1/badges/stage1',
  summary: "Re-read accounts' tags from AWS now, or show what that would change",
  permission: 'badges:write',
  wholeEstate: 'It reads the tags of every account of the organization from AWS.',
  body: z.strictObject({
    organization: z.string().optional().describe('`o-…` or nickname; absent: all'),
    dryRun: z.boolean().default(false),
  }),
  reply: {
    status: 202,
    schema: z.object({
      jobId: z.string().nullable().describe('Null: one was queued already'),
      changes: z.array(change).describe('Of a dry run'),
    }),
  },
  errors: {
    organization_not_found: organizationErrorSpecs.organization_not_found,
    organization_sync_running: organizationErrorSpecs.organization_sync_running,
  },
  handle: async (deps: SyncDeps, { actor, body: { organization: ref, dryRun }, signal, requestId }) => {
    const organization = ref === undefined ? undefined : await getOrganization(deps.db, ref)
    if (dryRun)
      return { jobId: null, changes: await previewTags(deps, organization?.uid, { signal, jobId: requestId, requestedBy: actor.id }) }
    const payload = { requestedBy: actor.id, ...(organization !== undefined && { organizationUid: organization.uid }) }
    return deps.db.transaction().execute(async (tx) => {
      const jobId = await deps.jobs.enqueue(tx, refreshTagsJob, payload, { singletonKey: organization?.uid ?? 'all' })
      const subject = organization === undefined ? 'badges' : `organization:${organization.organizationId}`
      await recordAudit(tx, { actor, action: 'badge.stage1.run', subject, after: { jobId }, at: deps.now(), requestId })
      return { jobId, changes: [] }
    })
  },
})
