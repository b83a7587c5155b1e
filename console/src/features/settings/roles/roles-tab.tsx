import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { counted, words } from '../../../lib/words.ts'
import { rolesQuery } from '../queries.ts'

const columns: TableProps.ColumnDefinition<Role>[] = [
  {
    id: 'name',
    header: 'Role',
    isRowHeader: true,
    minWidth: 180,
    cell: ({ name, isCustom }) => <Link href={`/settings/roles/${name}`}>{isCustom ? name : words(name)}</Link>,
  },
  { id: 'description', header: 'For', minWidth: 260, cell: ({ description }) => <Text>{description}</Text> },
  { id: 'permissions', header: 'May do', minWidth: 120, cell: ({ permissions }) => counted(permissions.length, 'thing') },
  { id: 'origin', header: 'Made by', minWidth: 110, cell: ({ isCustom }) => (isCustom ? 'This site' : 'Reeve') },
]

/** Every role there is; a name leads to what it permits. */
export function RolesTab() {
  const may = useMay()
  const roles = useQuery(rolesQuery)
  return (
    <PagedTable
      query={roles}
      columns={columns}
      what="roles"
      trackBy="name"
      header={
        <Header
          counter={roles.data === undefined ? undefined : `(${roles.data.items.length})`}
          description="What somebody may do. Where they may do it is said when the role is given."
          actions={
            may('people:write', 'everywhere') ? (
              <Button variant="primary" href="/settings/add-role">
                Create role
              </Button>
            ) : null
          }
        >
          Roles
        </Header>
      }
      empty={<Box>There are no roles.</Box>}
    />
  )
}
