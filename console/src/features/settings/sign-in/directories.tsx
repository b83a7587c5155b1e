import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import type { ScimConnection } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { isLiveToken } from './scim-token.ts'

export const directoriesQuery = queryOptions({
  queryKey: ['scim-connections'],
  queryFn: async ({ signal }) => ({ ...(await call('GET /v1/scim-connections', { signal })), nextCursor: null }),
})

const columns: TableProps.ColumnDefinition<ScimConnection>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 140,
    cell: ({ id, name }) => (
      <Link href={`/settings/directories/${id}`}>
        <Text max={60}>{name}</Text>
      </Link>
    ),
  },
  { id: 'provider', header: 'Signs in at', minWidth: 120, cell: ({ identityProvider }) => identityProvider ?? 'No provider' },
  { id: 'users', header: 'People', minWidth: 90, cell: ({ users }) => users.toLocaleString('en') },
  { id: 'groups', header: 'Groups', minWidth: 90, cell: ({ groups }) => groups.toLocaleString('en') },
  { id: 'token', header: 'Token', minWidth: 170, cell: ({ tokens }) => <TokenState tokens={tokens} /> },
]

function TokenState({ tokens }: Pick<ScimConnection, 'tokens'>) {
  const live = tokens.filter(isLiveToken)
  if (live.length === 0) return <StatusIndicator type="warning">None: it can send nothing</StatusIndicator>
  const used = live.map(({ lastUsedAt }) => lastUsedAt).filter((at) => at !== null)
  return used.length === 0 ? (
    <StatusIndicator type="pending">Never used yet</StatusIndicator>
  ) : (
    <>
      Last used <Time at={used.toSorted().at(-1) ?? null} />
    </>
  )
}

/** Directories that create, change and remove people by themselves. */
export function Directories() {
  const may = useMay()
  const directories = useQuery(directoriesQuery)
  return (
    <PagedTable
      query={directories}
      columns={columns}
      what="directories"
      trackBy="id"
      header={
        <Header
          description="SCIM 2.0: a directory such as Entra ID or Okta creates, changes and removes people here by itself."
          actions={may('people:write', 'everywhere') ? <Button href="/settings/add-directory">Connect a directory</Button> : null}
        >
          Directories
        </Header>
      }
      empty={<Box>None: people are invited, or come at their first sign-in through a provider.</Box>}
    />
  )
}
