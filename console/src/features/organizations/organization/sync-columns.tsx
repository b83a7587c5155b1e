import Link from '@cloudscape-design/components/link'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import type { Sync } from '../../../api/operations.gen.ts'
import { Time } from '../../../components/time.tsx'
import { duration, words } from '../../../lib/words.ts'

const looks: Readonly<Record<Sync['status'], StatusIndicatorProps.Type>> = {
  running: 'in-progress',
  completed: 'success',
  partial: 'warning',
  held: 'warning',
  failed: 'error',
  cancelled: 'stopped',
  abandoned: 'stopped',
}

export function SyncStatus({ status }: { readonly status: Sync['status'] }) {
  return <StatusIndicator type={looks[status]}>{words(status)}</StatusIndicator>
}

/** Whoever reaches part of an organization is not told how long its syncs take and what they cost. */
export const isPart = ({ calls }: Sync): boolean => calls === null

export const changesOf = ({ changes }: Sync): number => Object.values(changes).reduce((sum, count) => sum + count, 0)

export const syncColumns = (org: string): TableProps.ColumnDefinition<Sync>[] => [
  {
    id: 'started',
    header: 'Started',
    isRowHeader: true,
    cell: ({ id, startedAt }) => (
      <Link href={`/organizations/${org}?tab=syncs&sync=${id}`}>
        <Time at={startedAt} />
      </Link>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <SyncStatus status={status} /> },
  { id: 'kind', header: 'Reads', cell: ({ kind }) => (kind === 'estate' ? 'Everything' : 'Tags') },
  { id: 'trigger', header: 'Because of', cell: ({ trigger }) => words(trigger) },
  { id: 'took', header: 'Took', cell: (sync) => (isPart(sync) ? 'not shown' : duration(sync.durationMs)) },
  { id: 'found', header: 'Accounts found', cell: ({ progress }) => progress.found?.toLocaleString('en') ?? 'not known' },
  { id: 'changes', header: 'Changes', cell: (sync) => changesOf(sync).toLocaleString('en') },
  { id: 'calls', header: 'Calls to AWS', cell: ({ calls }) => calls?.toLocaleString('en') ?? 'not shown' },
]
