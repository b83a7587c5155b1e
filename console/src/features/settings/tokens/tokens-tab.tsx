import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Reply } from '../../../api/client.ts'
import { useMay } from '../../../auth/session.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { counted, words } from '../../../lib/words.ts'
import { usePaging } from '../../../components/use-paging.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'

type Token = Reply<'GET /v1/tokens'>['items'][number]
const tokensQuery = (cursor: string | undefined) =>
  queryOptions({ queryKey: ['tokens', cursor], queryFn: ({ signal }) => call('GET /v1/tokens', { query: { limit: 50, cursor }, signal }) })

const columns: TableProps.ColumnDefinition<Token>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, minWidth: 120, cell: ({ name }) => <Text max={80}>{name}</Text> },
  { id: 'prefix', header: 'Begins with', minWidth: 130, cell: ({ prefix }) => <Box variant="code">{prefix}…</Box> },
  { id: 'state', header: 'State', minWidth: 100, cell: (token) => <State token={token} /> },
  {
    id: 'may',
    header: 'May do',
    minWidth: 140,
    cell: ({ role, permissions }) =>
      role !== 'custom' ? (
        words(role)
      ) : (
        <ExpandableSection headerText={counted(permissions.length, 'permission')} variant="inline">
          {permissions.join(', ')}
        </ExpandableSection>
      ),
  },
  { id: 'where', header: 'Where', minWidth: 140, cell: ({ scope }) => (scope === null ? 'Everywhere' : <Text max={120}>{scope}</Text>) },
  {
    id: 'created',
    header: 'Created',
    minWidth: 170,
    cell: ({ createdAt, createdBy }) => (
      <>
        <Time at={createdAt} /> by <Text max={60}>{createdBy}</Text>
      </>
    ),
  },
  { id: 'used', header: 'Last used', minWidth: 140, cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : <Time at={lastUsedAt} />) },
  { id: 'expires', header: 'Expires', minWidth: 140, cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : <Time at={expiresAt} />) },
]

const isLive = ({ revokedAt, expiresAt }: Token): boolean =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now())

function State({ token }: { readonly token: Token }) {
  if (token.revokedAt !== null) return <StatusIndicator type="stopped">Revoked</StatusIndicator>
  return isLive(token) ? <StatusIndicator type="success">Valid</StatusIndicator> : <StatusIndicator type="stopped">Expired</StatusIndicator>
}

/** API tokens: made here, shown once, revoked here. */
export function TokensTab() {
  const may = useMay()
  const paging = usePaging('tokens')
  const query = useQuery(tokensQuery(paging.cursor))
  const [isCreating, setCreating] = useState(false)
  const [leaving, setLeaving] = useState<Token>()
  const revoke = useAction({
    run: (token: Token) => call('DELETE /v1/tokens/{token}', { path: { token: token.id } }),
    done: () => 'The token is revoked; it stops working at once.',
    after: () => setLeaving(undefined),
  })
  const action = {
    id: 'revoke',
    header: 'Revoke',
    cell: (token: Token) =>
      isLive(token) ? (
        <Button variant="inline-link" ariaLabel={`Revoke ${showText(token.name, 120)}`} onClick={() => setLeaving(token)}>
          Revoke
        </Button>
      ) : (
        '–'
      ),
  }
  return (
    <>
      <PagedTable
        query={query}
        columns={may('tokens:write', 'everywhere') ? [...columns, action] : columns}
        what="API tokens"
        paging={paging}
        trackBy="id"
        header={
          <Header
            description="For programs. Each is named, and can be revoked by itself."
            actions={
              may('tokens:write', 'everywhere') ? (
                <Button variant="primary" onClick={() => setCreating(true)}>
                  Create token
                </Button>
              ) : null
            }
          >
            API tokens
          </Header>
        }
        empty={<Box>No token was created yet.</Box>}
      />
      {isCreating ? <CreateTokenDialog onClose={() => setCreating(false)} /> : null}
      {leaving === undefined ? null : (
        <Dialog
          title={`Revoke “${showText(leaving.name, 60)}”`}
          confirm="Revoke"
          error={revoke.error}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate(leaving)}
          onClose={() => {
            setLeaving(undefined)
            revoke.reset()
          }}
        >
          <Box>Whatever uses this token is refused from its next request on. This cannot be undone.</Box>
        </Dialog>
      )}
    </>
  )
}
