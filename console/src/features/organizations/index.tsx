import { Page } from '../../components/page.tsx'
import { AddOrganizationButton } from './add-organization-button.tsx'
import { OrganizationsTable } from './organizations-table.tsx'

export function OrganizationsPage() {
  return (
    <Page title="Organizations" trail={[]} actions={<AddOrganizationButton />}>
      <OrganizationsTable />
    </Page>
  )
}
