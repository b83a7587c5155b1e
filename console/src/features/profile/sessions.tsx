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
import { useSignOut } from '../../auth/use-signed-in.ts'
import { browserOf } from './browser-of.ts'

const sessionsQuery = queryOptions({
  queryKey: ['my-sessions'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/me/sessions', { signal })), nextCursor: null }),
})

const columns: TableProps.ColumnDefinition<PersonSession>[] = [
  {
    id: 'where',
    header: 'Browser',
    minWidth: 180,
    isRowHeader: true,
    cell: ({ userAgent, isThis }) => (
      <>
        <span title={userAgent ?? ''}>{userAgent === null ? 'Unknown' : <Text max={120}>{browserOf(userAgent)}</Text>}</span>{' '}
        {isThis ? <Badge color="blue">this one</Badge> : null}
      </>
    ),
  },
  { id: 'address', header: 'Address', minWidth: 110, cell: ({ address }) => address ?? 'Unknown' },
  { id: 'since', header: 'Signed in', minWidth: 150, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'until', header: 'Until', minWidth: 150, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { id: 'end', header: 'Action', minWidth: 100, cell: (session) => <End session={session} /> },
]

/** Where this person is signed in; ending the session of this browser signs out here. */
export function Sessions() {
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

function End({ session: { id, isThis, userAgent } }: { readonly session: PersonSession }) {
  const signOut = useSignOut()
  const action = useAction({
    run: () => call('DELETE /v1/me/sessions/{session}', { path: { session: id } }),
    done: () => 'The session is ended.',
    failed: 'The session was not ended',
  })
  return (
    <Button
      variant="inline-link"
      loading={action.isPending}
      ariaLabel={isThis ? 'Sign out here' : `End the session of ${userAgent === null ? 'an unknown browser' : browserOf(userAgent)}`}
      onClick={() => (isThis ? void signOut() : action.mutate())}
    >
      {isThis ? 'Sign out' : 'End'}
    </Button>
  )
}
