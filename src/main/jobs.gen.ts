// Written by `npm run gen`. Do not edit.
import { pruneAuditJob } from '#features/audit/jobs/prune-audit.job.ts'
import { badgeStage2Job } from '#features/badges/jobs/badge-stage2.job.ts'
import { checkConnectionsJob } from '#features/connections/jobs/check-connections.job.ts'
import { deliverJob } from '#features/notifications/jobs/deliver.job.ts'
import { fanOutJob } from '#features/notifications/jobs/fan-out.job.ts'
import { pruneDeliveriesJob } from '#features/notifications/jobs/prune-deliveries.job.ts'
import { watchJob } from '#features/notifications/jobs/watch.job.ts'
import { purgeDetachedJob } from '#features/organizations/jobs/purge-detached.job.ts'
import { refreshTagsJob } from '#features/organizations/jobs/refresh-tags.job.ts'
import { scheduleSyncsJob } from '#features/organizations/jobs/schedule-syncs.job.ts'
import { syncOrganizationJob } from '#features/organizations/jobs/sync-organization.job.ts'
import { prunePeopleJob } from '#features/people/jobs/prune-people.job.ts'
import { sendResetLetterJob } from '#features/people/jobs/send-reset-letter.job.ts'

export const jobs = [
  pruneAuditJob,
  badgeStage2Job,
  checkConnectionsJob,
  deliverJob,
  fanOutJob,
  pruneDeliveriesJob,
  watchJob,
  purgeDetachedJob,
  refreshTagsJob,
  scheduleSyncsJob,
  syncOrganizationJob,
  prunePeopleJob,
  sendResetLetterJob,
] as const
