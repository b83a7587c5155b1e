import { defineCommand } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Sync = {
  readonly id: string
  readonly status: 'running' | 'completed' | 'partial' | 'held' | 'failed' | 'cancelled' | 'abandoned'
  readonly phase: string
  readonly progress: Readonly<Record<'found' | 'synced' | 'failed' | 'remaining', number | null>>
  readonly unseen: readonly string[]
  readonly error: string | null
}

/** Held: the removals were not carried out, which the reader must see. Partial: a list of the organization could not be read. */
const exitCodes = { running: 1, completed: 0, partial: 1, held: 3, failed: 1, cancelled: 1, abandoned: 1 } as const

export const orgSyncCommand = defineCommand({
  name: 'org sync',
  summary: 'Sync an organization now and wait for the end; exit 4 when an ACTIVE account could not be reached',
  arguments: [organizationArgument],
  options: { 'confirm-removals': { type: 'boolean', summary: 'Detach accounts that are no longer listed, however many they are' } },
  run: async ({ api, must, flag, io, signal }) => {
    const client = await api()
    const path = `/v1/organizations/${encodeURIComponent(must('org'))}`
    const started = await client.post<Sync>(`${path}/sync`, flag('confirm-removals') === true ? { confirmRemovals: true } : {})
    let told = ''
    for await (const { data } of client.events({ path: `${path}/syncs/${started.id}`, signal })) {
      const line = progressLine(data as Sync)
      if (line !== told) io.note(line)
      told = line
    }
    const sync = await client.get<Sync>(`${path}/syncs/${started.id}`)
    for (const sentence of sync.unseen) io.note(`not seen: ${sentence}`)
    if (sync.error !== null) io.note(sync.error)
    // 4 tells of ACTIVE accounts that could not be reached, and of nothing else.
    const isOver = sync.status === 'completed' || sync.status === 'partial'
    const exitCode = isOver && (sync.progress.failed ?? 0) > 0 ? 4 : exitCodes[sync.status]
    return { kind: 'item', item: sync, exitCode }
  },
})

function progressLine({ phase, progress }: Sync): string {
  const known = Object.entries(progress).flatMap(([what, count]) => (count === null ? [] : [`${count} ${what}`]))
  return `${phase.replaceAll('_', ' ')}: ${known.join(', ')}`
}
