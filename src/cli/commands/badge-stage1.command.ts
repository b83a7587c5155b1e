import { defineCommand } from '../define-command.ts'
import { waitForJob } from '../wait-for-job.ts'

type Stage1 = { readonly jobId: string | null; readonly changes: readonly object[] }

export const badgeStage1Command = defineCommand({
  name: 'badge stage1',
  summary: "Re-read accounts' tags from AWS, wait for the end",
  details: 'With --dry-run nothing is written, and the exit code is 3 when something would change.',
  options: {
    org: { type: 'string', value: 'ORG', summary: 'Only this organization (o-… or nickname); all when absent', fields: ['organization'] },
    'dry-run': { type: 'boolean', summary: 'Only show what would change' },
  },
  run: async (call) => {
    const dryRun = call.flag('dry-run') === true
    const client = await call.api()
    const { jobId, changes } = await client.post<Stage1>('/v1/badges/stage1', { organization: call.text('org'), dryRun })
    if (dryRun)
      return { kind: 'rows', rows: changes, columns: ['accountId', 'kind', 'before', 'after'], exitCode: changes.length > 0 ? 3 : 0 }
    if (jobId === null) {
      call.io.note('One is queued already: reeve job list --name organizations.refresh-tags')
      return { kind: 'nothing' }
    }
    return waitForJob(client, jobId, call)
  },
})
