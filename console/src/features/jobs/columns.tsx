import Button from '@cloudscape-design/components/button'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { call } from '../../api/client.ts'
import type { Job } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { asText, duration, words } from '../../lib/words.ts'

const looks: Readonly<Record<Job['state'], StatusIndicatorProps.Type>> = {
  queued: 'pending',
  running: 'in-progress',
  waiting_to_retry: 'warning',
  done: 'success',
  failed: 'error',
  cancelled: 'stopped',
}

export const jobColumns = (mayChange: boolean): TableProps.ColumnDefinition<Job>[] => [
  { id: 'name', header: 'Job', isRowHeader: true, minWidth: 180, cell: ({ name }) => jobName(name) },
  {
    id: 'state',
    header: 'State',
    minWidth: 130,
    cell: ({ state }) => <StatusIndicator type={looks[state]}>{words(state)}</StatusIndicator>,
  },
  { id: 'about', header: 'About', cell: ({ payload }) => <Text max={120}>{about(payload)}</Text> },
  { id: 'attempt', header: 'Attempt', cell: ({ attempt }) => attempt },
  { id: 'created', header: 'Asked for', minWidth: 160, cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: 'took',
    header: 'Took',
    minWidth: 90,
    cell: ({ startedAt, completedAt }) =>
      startedAt === null ? '–' : completedAt === null ? 'running' : duration(Date.parse(completedAt) - Date.parse(startedAt)),
  },
  { id: 'error', header: 'Error', cell: ({ error }) => (error === null ? '–' : <Text max={300}>{error}</Text>) },
  ...(mayChange ? [{ id: 'action', header: 'Action', cell: (job: Job) => <JobAction job={job} /> }] : []),
]

function JobAction({ job: { id, state } }: { readonly job: Job }) {
  const cancel = useAction({
    run: () => call('POST /v1/jobs/{id}/cancel', { path: { id }, body: {} }),
    done: () => 'The job was cancelled.',
    failed: 'The job could not be cancelled',
  })
  const retry = useAction({
    run: () => call('POST /v1/jobs/{id}/retry', { path: { id }, body: {} }),
    done: () => 'The job will run again.',
    failed: 'The job could not be run again',
  })
  if (state === 'done') return <>–</>
  const isOver = state === 'failed' || state === 'cancelled'
  const action = isOver ? retry : cancel
  return (
    <Button
      variant="inline-link"
      loading={action.isPending}
      ariaLabel={`${isOver ? 'Run again' : 'Cancel'} job ${id}`}
      onClick={() => action.mutate()}
    >
      {isOver ? 'Run again' : 'Cancel'}
    </Button>
  )
}

function about(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return asText(payload)
  const told = Object.entries(payload).filter(([name, value]) => !name.endsWith('Uid') && typeof value === 'string')
  return told.length === 0 ? '–' : told.map(([name, value]) => `${labelOf(name)}: ${String(value)}`).join(', ')
}

/** `organizations.sync-organization` → `Sync organization`. */
/** What a job does, for people; one that is not named here is called what the server calls it. */
const jobNames: Readonly<Record<string, string>> = {
  'audit.prune': 'Remove old activity',
  'badges.stage2': 'Badges from tags',
  'connections.check': 'Check single accounts',
  'notifications.deliver': 'Send a notification',
  'notifications.fan-out': 'Notify who subscribed',
  'notifications.prune-deliveries': 'Remove old deliveries',
  'notifications.watch': 'Watch for what needs attention',
  'organizations.purge-detached': 'Remove accounts that left',
  'organizations.refresh-tags': 'Read tags again',
  'organizations.schedule-syncs': 'Start syncs that are due',
  'organizations.sync-organization': 'Sync an organization',
  'people.prune': 'Remove ended sessions and links',
  'people.send_reset_letter': 'Send a link for a new password',
}

function jobName(name: string): string {
  return jobNames[name] ?? words(name.slice(name.indexOf('.') + 1))
}

function labelOf(name: string): string {
  return name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
}
