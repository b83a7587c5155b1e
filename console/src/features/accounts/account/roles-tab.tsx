import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import type { AccountDetail, Organization } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { AccountStatus } from '../../../components/account-status.tsx'
import { Copyable } from '../../../components/copyable.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { callerText } from '../../organizations/organization/overview-tab.tsx'
import { organizationQuery } from '../../organizations/queries.ts'
import { kitText, statusDetailOf } from './status-detail.ts'

/** The roles by which Reeve comes into the account, as its organization's registration names them. */
export function RolesTab({ account, org }: { readonly account: AccountDetail; readonly org: string }) {
  const may = useMay()
  const query = useQuery({ ...organizationQuery(org), enabled: may('organizations:read') })
  return may('organizations:read') ? (
    <Loaded query={query} what="the roles">
      {(organization) => <Roles account={account} organization={organization} />}
    </Loaded>
  ) : (
    <Box>The roles are part of the organization’s registration, which you may not see.</Box>
  )
}

function Roles({ account, organization }: { readonly account: AccountDetail; readonly organization: Organization }) {
  const { caller, memberRole, organizationRole } = organization.credentials
  const detail = statusDetailOf(account.statusDetail)
  const isOfOrganization = organizationRole.arn.split(':')[4] === account.accountId
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description="The same in every account of the organization.">
            Member role
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            {
              label: 'ARN',
              value: (
                <Copyable text={`arn:${account.partition}:iam::${account.accountId}:role/${memberRole.name}`} what="member role ARN" />
              ),
            },
            { label: 'Session', value: <Text>{`${memberRole.sessionName}, ${memberRole.durationSeconds} seconds`}</Text> },
            { label: 'ExternalId', value: memberRole.hasExternalId ? 'Stored' : 'None' },
            { label: 'Assumed by', value: <Text>{callerText(caller)}</Text> },
            { label: 'Result', value: <AccountStatus status={account.status} /> },
            { label: 'Last tried', value: account.memberCheckedAt === null ? 'Never' : <Time at={account.memberCheckedAt} /> },
            { label: 'Made by the kit', value: kitText(detail) },
            {
              label: 'Set in',
              value: <Link href={`/organizations/${organization.organizationId}?tab=registration`}>Registration of the organization</Link>,
            },
          ]}
        />
      </Container>
      {isOfOrganization ? (
        <Container
          header={
            <Header variant="h2" description="Reads the organization itself. It lives in this account.">
              Organization role
            </Header>
          }
        >
          <KeyValuePairs
            minColumnWidth={210}
            columns={3}
            items={[
              { label: 'ARN', value: <Copyable text={organizationRole.arn} what="organization role ARN" /> },
              { label: 'Session', value: <Text>{`${organizationRole.sessionName}, ${organizationRole.durationSeconds} seconds`}</Text> },
              { label: 'ExternalId', value: organizationRole.hasExternalId ? 'Stored' : 'None' },
            ]}
          />
        </Container>
      ) : null}
    </SpaceBetween>
  )
}
