// Written by `npm run gen`. Do not edit.
import { badgeStage2Job } from '#features/badges/jobs/badge-stage2.job.ts'

export const jobs = [
  badgeStage2Job,
] as const
