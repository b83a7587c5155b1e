import Badge from '@cloudscape-design/components/badge'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import type { Account } from '../../api/operations.gen.ts'
import { AccountStatus } from '../../components/account-status.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Text } from '../../components/text.tsx'
import { shortPlace, showPlace } from '../../lib/show-place.ts'
import { words } from '../../lib/words.ts'
import { WhyDenied } from './why-denied.tsx'

export type AccountColumn = TableProps.ColumnDefinition<Account> & {
  readonly id: string
  readonly label: string
  /** Whether any account on the page has something to say in it; a column without data is left out. */
  readonly hasData?: (account: Account) => boolean
}

export const ownBadges = ({ badges }: Account): Account['badges'] => badges.filter(({ system, key }) => !system && key !== 'cloud_org_path')

export const accountColumns: readonly AccountColumn[] = [
  {
    id: 'name',
    sortingField: 'name',
    label: 'Name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 180,
    cell: ({ name, accountId, isManagementAccount }) => (
      <SpaceBetween direction="horizontal" size="xs">
        <Link href={`/accounts/${accountId}`}>
          <Text max={80}>{name}</Text>
        </Link>
        {isManagementAccount ? <Badge color="blue">management</Badge> : null}
      </SpaceBetween>
    ),
  },
  {
    id: 'accountId',
    sortingField: 'accountId',
    label: 'Account ID',
    header: 'Account ID',
    minWidth: 180,
    cell: ({ accountId }) => <Copyable text={accountId} what={`account id ${accountId}`} />,
  },
  {
    id: 'status',
    sortingField: 'status',
    label: 'Status',
    header: 'Status',
    minWidth: 190,
    cell: (account) => (
      <SpaceBetween size="xxxs">
        <AccountStatus status={account.status} />
        <WhyDenied account={account} />
      </SpaceBetween>
    ),
  },
  {
    id: 'orgPath',
    sortingField: 'orgPath',
    label: 'Place',
    header: 'Place',
    minWidth: 160,
    hasData: ({ orgPath }) => orgPath !== null,
    cell: ({ orgPath }) =>
      orgPath === null ? (
        'Unknown'
      ) : (
        <span title={showPlace(orgPath)}>
          <Text max={120}>{shortPlace(orgPath)}</Text>
        </span>
      ),
  },
  {
    id: 'badges',
    label: 'Badges',
    header: 'Badges',
    minWidth: 250,
    hasData: (account) => ownBadges(account).length > 0,
    cell: (account) => <Badges account={account} />,
  },
  {
    id: 'state',
    sortingField: 'state',
    label: 'State in AWS',
    header: 'State in AWS',
    minWidth: 110,
    cell: ({ state }) => words(state),
  },
  {
    id: 'email',
    sortingField: 'email',
    label: 'E-mail',
    header: 'E-mail',
    minWidth: 200,
    hasData: ({ email }) => email !== null,
    cell: ({ email }) => (email === null ? '–' : <Text max={80}>{email}</Text>),
  },
  {
    id: 'organization',
    sortingField: 'organization',
    label: 'Organization',
    header: 'Organization',
    minWidth: 150,
    hasData: ({ organizationId }) => organizationId !== null,
    cell: ({ organizationId }) => (organizationId === null ? '–' : <Link href={`/organizations/${organizationId}`}>{organizationId}</Link>),
  },
  {
    id: 'inclusion',
    sortingField: 'inclusion',
    label: 'Import',
    header: 'Import',
    minWidth: 120,
    hasData: ({ inclusion }) => inclusion !== 'imported',
    cell: ({ inclusion }) => words(inclusion),
  },
  {
    id: 'ignored',
    label: 'Ignored',
    header: 'Ignored',
    minWidth: 140,
    hasData: ({ ignored }) => ignored !== null,
    cell: ({ ignored }) => (ignored === null ? '–' : <Text max={80}>{ignored.reason}</Text>),
  },
]

const badgesShown = 2

function Badges({ account }: { readonly account: Account }) {
  const badges = ownBadges(account)
  if (badges.length === 0) return <>–</>
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      {badges.slice(0, badgesShown).map(({ key, value }) => (
        <Badge key={key}>
          <span className="clip badge-text">
            <Text max={60}>{`${key}: ${value}`}</Text>
          </span>
        </Badge>
      ))}
      {badges.length > badgesShown ? (
        <Link
          href={`/accounts/${account.accountId}?tab=badges`}
          ariaLabel={`+${badges.length - badgesShown} badges of ${account.accountId}`}
        >
          +{badges.length - badgesShown}
        </Link>
      ) : null}
    </SpaceBetween>
  )
}
