import { defineCommand } from '../define-command.ts'

type Stage2 = {
  readonly accounts: number
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly truncated: boolean
  readonly changes: readonly object[]
}

export const badgeStage2Command = defineCommand({
  name: 'badge stage2',
  summary: 'Bring badges in line with the tags that Reeve has read; calls AWS never',
  details: 'With --dry-run nothing is written, and the exit code is 3 when something would change.',
  options: {
    org: { type: 'string', value: 'ORG', summary: 'Only this organization (o-… or nickname); all when absent', fields: ['organization'] },
    'dry-run': { type: 'boolean', summary: 'Only show what would change' },
  },
  run: async ({ api, text, flag, io }) => {
    const dryRun = flag('dry-run') === true
    const { changes, ...counts } = await (await api()).post<Stage2>('/v1/badges/stage2', { organization: text('org'), dryRun })
    io.note(
      `${counts.accounts} accounts: ${counts.created} created, ${counts.updated} updated, ${counts.deleted} deleted${counts.truncated ? '; the list below is cut' : ''}.`,
    )
    return { kind: 'rows', rows: changes, columns: ['accountId', 'key', 'before', 'after'], exitCode: dryRun && changes.length > 0 ? 3 : 0 }
  },
})
