import { z } from 'zod'
import { defineJob } from '#platform/jobs/define-job.ts'
import { runBadgeStage2, type BadgeStage2Deps } from '../run-badge-stage2.ts'

/** Runs at least once. Safe to repeat: it plans from what is stored, so a second run finds nothing to do. Never calls AWS. */
export const badgeStage2Job = defineJob({
  name: 'badges.stage2',
  summary: 'Bring badges in line with tags, places and organizations',
  payload: z.strictObject({
    organizationUid: z.uuid().optional(),
    cause: z.enum(['stage2', 'sync', 'registration', 'removal']).default('stage2'),
  }),
  retry: { limit: 5, backoffSeconds: 30 },
  concurrency: 1,
  schedule: '*/15 * * * *',
  run: async (deps: BadgeStage2Deps, { payload: { organizationUid, cause }, signal }) => {
    const input = { ...(organizationUid !== undefined && { organizationUid }), dryRun: false, cause, signal }
    await runBadgeStage2(deps, { id: 'system:badges' }, input)
  },
})
