import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import type { BadgeHistoryEntry, ListedBadge } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { asText, words } from '../../lib/words.ts'
import { provenance } from './provenance.ts'

export const badgeColumns: TableProps.ColumnDefinition<ListedBadge>[] = [
  {
    id: 'account',
    sortingField: 'account',
    header: 'Account',
    isRowHeader: true,
    minWidth: 170,
    cell: ({ accountId, accountName }) => (
      <Link href={`/accounts/${accountId}?tab=badges`}>
        <Text max={60}>{accountName}</Text>
      </Link>
    ),
  },
  { id: 'accountId', sortingField: 'accountId', header: 'Account ID', minWidth: 140, cell: ({ accountId }) => accountId },
  { id: 'key', sortingField: 'key', header: 'Key', minWidth: 150, cell: ({ key }) => <Text max={80}>{key}</Text> },
  { id: 'value', sortingField: 'value', header: 'Value', minWidth: 180, cell: ({ value }) => <Text max={120}>{value}</Text> },
  { id: 'source', sortingField: 'source', header: 'Comes from', minWidth: 140, cell: ({ source }) => provenance[source].text },
  { id: 'updated', sortingField: 'updated', header: 'Last changed', minWidth: 170, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
]

export const historyColumns = (withAccount: boolean): TableProps.ColumnDefinition<BadgeHistoryEntry>[] => [
  { id: 'at', header: 'When', minWidth: 170, cell: ({ at }) => <Time at={at} /> },
  ...(withAccount
    ? [
        {
          id: 'account',
          header: 'Account',
          cell: ({ accountId }: BadgeHistoryEntry) => <Link href={`/accounts/${accountId}?tab=badges`}>{accountId}</Link>,
        },
      ]
    : []),
  { id: 'key', header: 'Key', isRowHeader: true, minWidth: 150, cell: ({ key }) => <Text max={80}>{key}</Text> },
  { id: 'before', header: 'Before', minWidth: 150, cell: ({ before }) => <Text max={120}>{valueOf(before)}</Text> },
  { id: 'after', header: 'After', minWidth: 150, cell: ({ after }) => <Text max={120}>{valueOf(after)}</Text> },
  { id: 'cause', header: 'Because of', cell: ({ cause }) => words(cause) },
  { id: 'actor', header: 'Through', cell: ({ actor }) => actor },
]

/** History keeps the whole badge; its value is what people compare. */
export function valueOf(badge: unknown): string {
  return typeof badge === 'object' && badge !== null && 'value' in badge ? asText(badge.value) : asText(badge)
}
