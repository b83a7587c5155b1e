import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import { useQuery } from '@tanstack/react-query'
import { PagedTable } from '../../components/paged-table.tsx'
import { AddOrganizationButton } from './add-organization-button.tsx'
import { organizationColumns } from './columns.tsx'
import { organizationsQuery } from './queries.ts'

export function OrganizationsTable() {
  const query = useQuery(organizationsQuery)
  return (
    <PagedTable
      query={query}
      columns={organizationColumns}
      what="organizations"
      trackBy="organizationId"
      header={<Header counter={query.data === undefined ? undefined : `(${query.data.items.length})`}>Organizations</Header>}
      empty={
        <>
          <Box variant="strong">No organization is registered</Box>
          <Box>Registering one takes two read-only roles and a few minutes; the wizard shows how.</Box>
          <AddOrganizationButton />
        </>
      }
    />
  )
}
