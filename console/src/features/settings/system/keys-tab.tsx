import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { SealingKey } from '../../../api/operations.gen.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { counted } from '../../../lib/words.ts'

const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/keys', { signal })), nextCursor: null }),
})

const columns: TableProps.ColumnDefinition<SealingKey>[] = [
  { id: 'key', header: 'Key', isRowHeader: true, minWidth: 140, cell: ({ keyId }) => <code>{keyId}</code> },
  { id: 'state', header: 'State', minWidth: 220, cell: (key) => <State sealingKey={key} /> },
  { id: 'secrets', header: 'Secrets sealed', minWidth: 130, cell: ({ secrets }) => secrets.toLocaleString('en') },
  { id: 'since', header: 'First used', minWidth: 150, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'retired', header: 'Retired', minWidth: 150, cell: ({ retiredAt }) => <Time at={retiredAt} /> },
]

function State({ sealingKey: { isCurrent, isAtHand, secrets } }: { readonly sealingKey: SealingKey }) {
  if (!isAtHand && secrets > 0) return <StatusIndicator type="error">Missing: its secrets cannot be opened</StatusIndicator>
  if (!isAtHand) return <StatusIndicator type="info">Not at hand; only older backups need it</StatusIndicator>
  if (isCurrent) return <StatusIndicator type="success">Seals what is stored now</StatusIndicator>
  return (
    <StatusIndicator type="stopped">{secrets > 0 ? 'Earlier key, still in use' : 'Earlier key, kept for older backups'}</StatusIndicator>
  )
}

/** The keys under which stored secrets are sealed, and their rotation. The keys themselves are never shown. */
export function KeysTab() {
  const [isAsking, setAsking] = useState(false)
  const keys = useQuery(keysQuery)
  return (
    <SpaceBetween size="l">
      <PagedTable
        query={keys}
        columns={columns}
        what="keys"
        trackBy="keyId"
        header={
          <Header
            description="Every stored secret is sealed under one key, which lives outside the database. What is shown here says nothing about the key itself."
            actions={<Button onClick={() => setAsking(true)}>Rotate the key</Button>}
          >
            Keys
          </Header>
        }
        empty={<Box>No key is known yet.</Box>}
      />
      {keys.data?.keptBy === 'operator' ? (
        <Alert type="info" header="The key is given to Reeve, in REEVE_MASTER_KEY" statusIconAriaLabel="Note">
          To rotate, put a new key in front of it (“NEW,OLD”; make one with: openssl rand -base64 32), restart Reeve, and rotate here.
        </Alert>
      ) : null}
      {isAsking ? <Rotate onClose={() => setAsking(false)} /> : null}
    </SpaceBetween>
  )
}

function Rotate({ onClose }: { readonly onClose: () => void }) {
  const rotate = useAction({
    run: () => call('POST /v1/keys/rotate', { body: {} }),
    done: ({ keyId, resealed }) => `${counted(resealed, 'secret')} sealed anew under key ${keyId}.`,
    after: onClose,
  })
  return (
    <Dialog
      title="Rotate the key"
      confirm="Rotate"
      error={rotate.error}
      isBusy={rotate.isPending}
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    >
      <Box>A new key takes over, and every secret is sealed again: all of them, or none.</Box>
      <Box>Backups made until now need the earlier key. Keep it, and not where the backups are.</Box>
    </Dialog>
  )
}
