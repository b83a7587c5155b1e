import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import type { AuditCheckpoint } from '../../../api/operations.gen.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Time } from '../../../components/time.tsx'
import { checkpointsQuery } from './queries.ts'

const columns: TableProps.ColumnDefinition<AuditCheckpoint>[] = [
  { id: 'number', header: 'Number', isRowHeader: true, minWidth: 100, cell: ({ number }) => number?.toLocaleString('en') ?? '–' },
  { id: 'at', header: 'Signed', minWidth: 170, cell: ({ at }) => <Time at={at} /> },
  { id: 'position', header: 'Events', minWidth: 100, cell: ({ position }) => position.toLocaleString('en') },
  { id: 'keyId', header: 'Signing key', minWidth: 180, cell: ({ keyId }) => <code>{keyId}</code> },
  {
    id: 'copy',
    header: 'Copy',
    minWidth: 130,
    cell: (checkpoint) => (
      <CopyToClipboard
        variant="icon"
        textToCopy={JSON.stringify(checkpoint)}
        copyButtonAriaLabel={`Copy checkpoint ${checkpoint.number ?? ''}`}
        copySuccessText="Copied"
        copyErrorText="Could not copy"
      />
    ),
  },
]

/** The newest signed statements of what the trail came to. */
export function CheckpointsTable() {
  const checkpoints = useQuery(checkpointsQuery)
  const newest = { ...checkpoints, data: checkpoints.data && { ...checkpoints.data, nextCursor: null } } as typeof checkpoints
  return (
    <PagedTable
      query={newest}
      columns={columns}
      what="checkpoints"
      trackBy="signature"
      header={
        <Header variant="h2" description="The newest ten. Copy one and keep it: it vouches for every event up to it.">
          Checkpoints
        </Header>
      }
      empty={<Box>There is none yet. The first comes a few seconds after the first event.</Box>}
    />
  )
}
