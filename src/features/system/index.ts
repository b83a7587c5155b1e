export { countJobs, type JobCounts } from './count-jobs.ts'
