import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Grid from '@cloudscape-design/components/grid'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../auth/session.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { AddOrganizationButton } from '../organizations/add-organization-button.tsx'
import { organizationsQuery } from '../organizations/queries.ts'
import { Attention } from './attention.tsx'
import { EstateSummary } from './estate-summary.tsx'
import { RecentSyncs } from './recent-syncs.tsx'

/** What needs attention first, then how the estate stands. */
export function HomePage() {
  const may = useMay()
  const query = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  return (
    <Page title="Home" trail={[]}>
      {may('organizations:read') ? (
        <Loaded query={query} what="the organizations">
          {({ items }) =>
            items.length === 0 ? (
              <Alert
                type="info"
                header="Begin by registering an organization"
                statusIconAriaLabel="Note"
                action={<AddOrganizationButton />}
              >
                Two read-only roles, and a few minutes later every account is here: its place, tags, badges, policies, and whether it can be
                reached.
              </Alert>
            ) : (
              <SpaceBetween size="l">
                <Attention organizations={items} />
                <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
                  <EstateSummary organizations={items} />
                  <RecentSyncs organizations={items} />
                </Grid>
              </SpaceBetween>
            )
          }
        </Loaded>
      ) : (
        <Box>Choose a page from the menu. You may not see organizations, so there is no summary here.</Box>
      )}
    </Page>
  )
}
