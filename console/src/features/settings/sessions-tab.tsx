import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Badge from '@cloudscape-design/components/badge'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import type { PersonSession } from '../../api/operations.gen.ts'
import { PagedTable } from '../../components/paged-table.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'

const sessionsQuery = queryOptions({
  queryKey: ['my-sessions'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/me/sessions', { signal })), nextCursor: null }),
})

const columns: TableProps.ColumnDefinition<PersonSession>[] = [
  {
    id: 'where',
    header: 'Browser',
    isRowHeader: true,
    cell: ({ userAgent, isThis }) => (
      <>
        <Text max={120}>{userAgent ?? 'Unknown'}</Text> {isThis ? <Badge color="blue">this one</Badge> : null}
      </>
    ),
  },
  { id: 'address', header: 'Address', cell: ({ address }) => address ?? 'Unknown' },
  { id: 'since', header: 'Signed in', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'until', header: 'Until', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { id: 'end', header: 'Action', cell: (session) => <End session={session} /> },
]

/** Where this person is signed in. */
export function SessionsTab() {
  const query = useQuery(sessionsQuery)
  return (
    <PagedTable
      query={query}
      columns={columns}
      what="sessions"
      trackBy="id"
      header={<Header description="End what you do not recognize.">Where you are signed in</Header>}
      empty={<Box>Nowhere.</Box>}
    />
  )
}

function End({ session: { id } }: { readonly session: PersonSession }) {
  const action = useAction({
    run: () => call('DELETE /v1/me/sessions/{session}', { path: { session: id } }),
    done: () => 'The session is ended.',
    failed: 'The session was not ended',
  })
  return (
    <Button variant="inline-link" loading={action.isPending} ariaLabel={`End session ${id}`} onClick={() => action.mutate()}>
      End
    </Button>
  )
}
