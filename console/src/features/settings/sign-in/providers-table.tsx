import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import type { IdentityProvider } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { counted } from '../../../lib/words.ts'
import { providersQuery } from '../queries.ts'

const columns: TableProps.ColumnDefinition<IdentityProvider>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 140,
    cell: ({ id, name }) => (
      <Link href={`/settings/providers/${id}`}>
        <Text max={60}>{name}</Text>
      </Link>
    ),
  },
  { id: 'id', header: 'ID', minWidth: 100, cell: ({ id }) => id },
  { id: 'issuer', header: 'Issuer', minWidth: 220, cell: ({ issuer }) => <Text max={120}>{issuer}</Text> },
  { id: 'grants', header: 'Gives', minWidth: 120, cell: ({ grants }) => counted(grants.length, 'role') },
  { id: 'secret', header: 'Client secret', minWidth: 120, cell: ({ hasClientSecret }) => (hasClientSecret ? 'Stored' : 'None') },
]

/** Providers that people come through. */
export function ProvidersTable() {
  const may = useMay()
  const providers = useQuery(providersQuery)
  return (
    <PagedTable
      query={providers}
      columns={columns}
      what="identity providers"
      trackBy="id"
      header={
        <Header
          description="OpenID Connect: what a provider says of somebody gives them their roles. SAML is not supported yet."
          actions={
            may('people:write', 'everywhere') ? (
              <Button variant="primary" href="/settings/add-provider">
                Add provider
              </Button>
            ) : null
          }
        >
          Identity providers
        </Header>
      }
      empty={<Box>None yet: people sign in with passwords and one-time links.</Box>}
    />
  )
}
