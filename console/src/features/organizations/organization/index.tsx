import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { organizationQuery } from '../queries.ts'
import { EventsTab } from './events-tab.tsx'
import { FindCauseTab } from './find-cause-tab.tsx'
import { KitTab } from './kit-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { SyncButton } from './sync-button.tsx'
import { SyncsTab } from './syncs-tab.tsx'
import { TreeTab } from './tree-tab.tsx'

/** One registered organization: its tree, what happened to it, how Reeve reads it. */
export function OrganizationPage() {
  const { org } = useParams({ strict: false }) as { org: string }
  const may = useMay()
  const navigate = useNavigate()
  const [{ tab }, change] = useSearchState()
  const [isRemoving, setRemoving] = useState(false)
  const query = useQuery(organizationQuery(org))
  const name = query.data?.nickname ?? org
  return (
    <Page
      title={name}
      trail={[{ text: 'Organizations', href: '/organizations' }]}
      actions={
        query.data === undefined ? null : (
          <SpaceBetween direction="horizontal" size="xs">
            {may('organizations:write') ? <Button onClick={() => setRemoving(true)}>Remove</Button> : null}
            {may('organizations:write') ? <Button href={`/organizations/${org}/edit`}>Edit</Button> : null}
            {may('organizations:sync') ? <SyncButton org={org} /> : null}
          </SpaceBetween>
        )
      }
    >
      <Loaded query={query} what="the organization">
        {(organization) => (
          <>
            <Tabs
              activeTabId={tab ?? 'tree'}
              onChange={({ detail }) =>
                change({
                  tab: detail.activeTabId === 'tree' ? undefined : detail.activeTabId,
                  page: undefined,
                  cursor: undefined,
                  node: undefined,
                  of: undefined,
                  kind: undefined,
                  sync: undefined,
                })
              }
              tabs={[
                { id: 'tree', label: 'Tree', content: <TreeTab org={org} /> },
                { id: 'syncs', label: 'Syncs', content: <SyncsTab org={org} /> },
                { id: 'changes', label: 'Changes', content: <EventsTab org={org} /> },
                { id: 'registration', label: 'Registration', content: <OverviewTab organization={organization} /> },
                ...(may('organizations:sync') ? [{ id: 'cause', label: 'Find the cause', content: <FindCauseTab org={org} /> }] : []),
                ...(may('organizations:read', 'everywhere') ? [{ id: 'kit', label: 'Kit', content: <KitTab org={org} /> }] : []),
              ]}
            />
            {isRemoving ? (
              <RemoveDialog
                organization={organization}
                onClose={() => setRemoving(false)}
                onDone={() => void navigate({ to: '/organizations' })}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}
