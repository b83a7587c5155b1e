import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import type { ListedBadge } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { historyColumns } from '../../badges/columns.tsx'
import { provenance } from '../../badges/provenance.ts'
import { accountBadgesQuery, badgeHistoryQuery } from '../queries.ts'

/** The badges of an account, where each comes from, and what happened to them. */
export function BadgesTab({ accountId }: { readonly accountId: string }) {
  const may = useMay()
  const badges = useQuery(accountBadgesQuery(accountId))
  const history = useQuery(badgeHistoryQuery(accountId))
  const columns: TableProps.ColumnDefinition<ListedBadge>[] = [
    { id: 'key', header: 'Key', isRowHeader: true, cell: ({ key }) => <Text>{key}</Text> },
    { id: 'value', header: 'Value', cell: ({ value }) => <Text>{value}</Text> },
    { id: 'source', header: 'Comes from', cell: ({ source }) => provenance[source].text },
    { id: 'change', header: 'To change it', cell: remedyFor },
    {
      id: 'updated',
      header: 'Last changed',
      cell: ({ updatedAt, updatedBy }) => (
        <>
          <Time at={updatedAt} /> by {updatedBy}
        </>
      ),
    },
    ...(may('badges:write')
      ? [
          {
            id: 'remove',
            header: 'Remove',
            cell: (badge: ListedBadge) =>
              badge.source === 'person' && (!badge.boundsPeople || may('people:write', 'everywhere')) ? <RemoveBadge badge={badge} /> : '–',
          },
        ]
      : []),
  ]
  return (
    <SpaceBetween size="l">
      <PagedTable
        query={badges}
        columns={columns}
        what="badges"
        trackBy="key"
        header={<Header counter={badges.data === undefined ? undefined : `(${badges.data.items.length})`}>Badges</Header>}
        empty={<Box>No badges yet.</Box>}
      />
      <PagedTable
        query={history}
        columns={historyColumns(false)}
        what="badge history"
        trackBy={({ id }) => String(id)}
        header={<Header>History</Header>}
        empty={<Box>Nothing has changed yet.</Box>}
      />
    </SpaceBetween>
  )
}

/** A badge in somebody's scope decides what they may do: who can set it, here and in AWS, is said where it is shown. */
function remedyFor({ source, boundsPeople }: ListedBadge): string {
  const { remedy } = provenance[source]
  if (!boundsPeople) return remedy
  if (source === 'tag')
    return `${remedy} It decides who may do what in Reeve: so does whoever may call organizations:TagResource on the account in AWS.`
  return source === 'person'
    ? 'It decides who may do what in Reeve, so only a domain admin sets it.'
    : `${remedy} It decides who may do what in Reeve.`
}

function RemoveBadge({ badge: { accountId, key } }: { readonly badge: ListedBadge }) {
  const action = useAction({
    run: () => call('DELETE /v1/accounts/{accountId}/badges/{key}', { path: { accountId, key } }),
    done: () => `Badge ${key} removed.`,
    failed: 'The badge could not be removed',
  })
  return (
    <Button variant="inline-link" loading={action.isPending} ariaLabel={`Remove badge ${key}`} onClick={() => action.mutate()}>
      Remove
    </Button>
  )
}
