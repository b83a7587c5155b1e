import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useMay } from '../../auth/session.ts'
import { Page } from '../../components/page.tsx'
import { useSearchState } from '../../app/search-state.ts'
import { OrganizationsTable } from '../organizations/organizations-table.tsx'
import { AddOrganizationButton } from '../organizations/add-organization-button.tsx'
import { AddAccountButton } from './add/add-account-button.tsx'
import { AccountListing } from './page.tsx'

/** Every account of the estate, and the organizations they come from. */
export function AccountsPage() {
  const may = useMay()
  const [{ tab }, change] = useSearchState()
  return (
    <Page
      title="Accounts"
      trail={[]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <AddAccountButton />
          <AddOrganizationButton />
        </SpaceBetween>
      }
    >
      <Tabs
        activeTabId={tab ?? 'listing'}
        onChange={({ detail }) =>
          change({ tab: detail.activeTabId === 'listing' ? undefined : detail.activeTabId, page: undefined, cursor: undefined })
        }
        tabs={[
          { id: 'listing', label: 'Listing', content: <AccountListing /> },
          ...(may('organizations:read') ? [{ id: 'organizations', label: 'Organizations', content: <OrganizationsTable /> }] : []),
        ]}
      />
    </Page>
  )
}
