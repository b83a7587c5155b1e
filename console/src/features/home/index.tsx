import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Grid from '@cloudscape-design/components/grid'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { isOpen, places } from '../../app/navigation.ts'
import { useIsBounded, useMay } from '../../auth/session.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { AddAccountButton } from '../accounts/add/add-account-button.tsx'
import { accountTotalQuery } from '../accounts/queries.ts'
import { AddOrganizationButton } from '../organizations/add-organization-button.tsx'
import { organizationsQuery } from '../organizations/queries.ts'
import { Attention } from './attention.tsx'
import { EstateSummary } from './estate-summary.tsx'
import { RecentSyncs } from './recent-syncs.tsx'

/** What needs attention first, then how the estate stands. */
export function HomePage() {
  const may = useMay()
  const isBounded = useIsBounded()
  const query = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  const count = useQuery({ ...accountTotalQuery({}), enabled: may('accounts:read') })
  return (
    <Page title="Home" trail={[]}>
      {may('organizations:read') ? (
        <Loaded query={query} what="the organizations">
          {({ items }) =>
            items.length === 0 && isBounded && count.data === 0 ? (
              <Alert type="info" header="No account lies within your reach" statusIconAriaLabel="Note">
                Your roles reach a part of the estate, and no account that Reeve knows is in it now. A domain admin sees which part that is
                in Settings, under People.
              </Alert>
            ) : items.length === 0 && count.data === 0 ? (
              <Alert
                type="info"
                header="Begin by registering an organization"
                statusIconAriaLabel="Note"
                action={
                  <SpaceBetween direction="horizontal" size="xs">
                    <AddAccountButton />
                    <AddOrganizationButton />
                  </SpaceBetween>
                }
              >
                Two read-only roles, and a few minutes later every account is here: its place, tags, badges, policies, and whether it can be
                reached. A single account takes one role.
              </Alert>
            ) : (
              <SpaceBetween size="l">
                {isBounded ? (
                  <Box color="text-body-secondary">
                    You see the accounts that your roles reach, the OUs above them and the policies in force there. Every count and search
                    is of those.
                  </Box>
                ) : null}
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
        <NothingHere />
      )}
    </Page>
  )
}

/** For roles that are not about the estate: what there is for them, or that this version has nothing yet. */
function NothingHere() {
  const may = useMay()
  const open = places.filter((place) => place.section !== undefined && isOpen(place, may))
  if (open.length > 0) return <Box>Choose a page from the menu. You may not see organizations, so there is no summary here.</Box>
  return may('billing:read') ? (
    <Alert type="info" header="There are no billing pages yet" statusIconAriaLabel="Note">
      Your role is for billing alone. This version of Reeve reads no bills or costs from AWS, so there is nothing here for you to see.{' '}
      <Link href="/profile">Your profile</Link> has your password, second factor and sessions.
    </Alert>
  ) : (
    <Alert type="info" header="You have no role yet" statusIconAriaLabel="Note">
      You are signed in, but no role lets you see anything. Ask a domain admin for one. <Link href="/profile">Your profile</Link> has your
      password, second factor and sessions.
    </Alert>
  )
}
