import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import type { AccountDetail } from '../../../api/operations.gen.ts'
import { AccountStatus } from '../../../components/account-status.tsx'
import { Copyable } from '../../../components/copyable.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { showPlace } from '../../../lib/show-place.ts'
import { words } from '../../../lib/words.ts'

export function DetailsTab({ account }: { readonly account: AccountDetail }) {
  const tags = Object.entries(account.tags)
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            { label: 'Account ID', value: <Copyable text={account.accountId} what="account id" /> },
            { label: 'Status', value: <AccountStatus status={account.status} /> },
            { label: 'State in AWS', value: words(account.state) },
            {
              label: 'Organization',
              value:
                account.organizationId === null ? (
                  'None'
                ) : (
                  <SpaceBetween direction="horizontal" size="xs">
                    <Link href={`/organizations/${account.organizationId}`}>{account.organizationId}</Link>
                    {account.isManagementAccount ? <Badge color="blue">management account</Badge> : null}
                  </SpaceBetween>
                ),
            },
            { label: 'Place', value: account.orgPath === null ? 'Unknown' : <Place account={account} orgPath={account.orgPath} /> },
            { label: 'Parent', value: account.parentId === null ? 'Unknown' : <Copyable text={account.parentId} what="parent id" /> },
            { label: 'E-mail', value: account.email === null ? 'Unknown' : <Text>{account.email}</Text> },
            { label: 'ARN', value: account.arn === null ? 'Unknown' : <Copyable text={account.arn} what="ARN" /> },
            {
              label: 'Joined',
              value: (
                <>
                  <Time at={account.joinedAt} />
                  {account.joinedMethod === null ? '' : ` (${words(account.joinedMethod).toLowerCase()})`}
                </>
              ),
            },
            { label: 'Import', value: words(account.inclusion) },
            { label: 'First seen', value: <Time at={account.firstSeenAt} /> },
            { label: 'Role last checked', value: account.memberCheckedAt === null ? 'Never' : <Time at={account.memberCheckedAt} /> },
            ...(account.detachedAt === null
              ? []
              : [
                  {
                    label: 'Detached',
                    value: (
                      <>
                        <Time at={account.detachedAt} /> <Text>{account.detachReason ?? ''}</Text>
                      </>
                    ),
                  },
                  { label: 'Forgotten on', value: <Time at={account.purgeAfter} dayOnly /> },
                ]),
          ]}
        />
      </Container>
      <Table
        wrapLines
        items={tags.map(([key, value]) => ({ key, value }))}
        trackBy="key"
        header={
          <Header
            counter={`(${tags.length})`}
            description={
              account.tagsReadAt === null ? (
                tags.length === 0 ? (
                  'Not read yet'
                ) : (
                  'As the last sync saw them'
                )
              ) : (
                <>
                  As AWS had them <Time at={account.tagsReadAt} />
                </>
              )
            }
          >
            Tags
          </Header>
        }
        columnDefinitions={[
          { id: 'key', header: 'Key', isRowHeader: true, cell: ({ key }) => <Text>{key}</Text> },
          { id: 'value', header: 'Value', cell: ({ value }) => <Text>{value}</Text> },
        ]}
        ariaLabels={{ tableLabel: 'Tags' }}
        empty={<Box>{account.tagsReadAt === null ? 'The tags have not been read yet.' : 'The account has no tags.'}</Box>}
      />
    </SpaceBetween>
  )
}

function Place({ account: { organizationId, accountId }, orgPath }: { readonly account: AccountDetail; readonly orgPath: string }) {
  return organizationId === null ? (
    <Text>{showPlace(orgPath)}</Text>
  ) : (
    <Link href={`/organizations/${organizationId}?node=${accountId}`}>
      <Text>{showPlace(orgPath)}</Text>
    </Link>
  )
}
