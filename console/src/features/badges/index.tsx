import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useSearchState } from '../../app/search-state.ts'
import { useMay } from '../../auth/session.ts'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { useSorting } from '../../components/use-sorting.ts'
import { counted } from '../../lib/words.ts'
import { badgeColumns, historyColumns } from './columns.tsx'
import { badgesQuery, badgeTotalQuery, historyQuery } from './queries.ts'
import { StagesTab } from './stages-tab.tsx'

/** Badges of the whole estate, what happened to them, and the two stages that keep them in line with AWS's tags. */
export function BadgesPage() {
  const may = useMay()
  const [{ tab }, change] = useSearchState()
  return (
    <Page
      title="Badges"
      trail={[]}
      description="Key and value on accounts, to filter and to scope by. Tags in AWS become badges by themselves."
    >
      <Tabs
        activeTabId={tab ?? 'badges'}
        onChange={({ detail }) =>
          change({ tab: detail.activeTabId === 'badges' ? undefined : detail.activeTabId, page: undefined, cursor: undefined })
        }
        tabs={[
          { id: 'badges', label: 'Badges', content: <List /> },
          { id: 'history', label: 'History', content: <History /> },
          ...(may('badges:write')
            ? [
                {
                  id: 'stages',
                  label: may('badges:write', 'everywhere') ? 'Compare with AWS' : 'Compare with tags',
                  content: <StagesTab />,
                },
              ]
            : []),
        ]}
      />
    </Page>
  )
}

const sorts = ['accountId', 'account', 'key', 'value', 'source', 'updated'] as const

function List() {
  const [{ key, value }, change] = useSearchState()
  const sorting = useSorting(sorts, 'accountId')
  const paging = usePaging(`badges:${key}:${value}:${sorting.sort}`)
  const query = useQuery(badgesQuery({ key, value, sort: sorting.sort, limit: 50, cursor: paging.cursor }))
  const total = useQuery(badgeTotalQuery({ key, value })).data
  return (
    <PagedTable
      query={query}
      columns={badgeColumns}
      what="badges"
      paging={paging}
      trackBy={({ accountId, key: name }) => `${accountId} ${name}`}
      {...sorting.table}
      header={<Header {...(typeof total === 'number' ? { counter: `(${counted(total, 'badge')})` } : {})}>Badges</Header>}
      filter={
        <SpaceBetween direction="horizontal" size="xs">
          <Input
            type="search"
            value={key ?? ''}
            placeholder="Key, exactly"
            ariaLabel="Key"
            onChange={({ detail }) => change({ key: detail.value, page: undefined, cursor: undefined }, { replace: true })}
          />
          <Input
            type="search"
            value={value ?? ''}
            placeholder="Value, exactly"
            ariaLabel="Value"
            onChange={({ detail }) => change({ value: detail.value, page: undefined, cursor: undefined }, { replace: true })}
          />
        </SpaceBetween>
      }
      empty={
        <Box>
          {key === undefined && value === undefined
            ? 'No badges yet: the first sync brings them.'
            : 'No badge has exactly this key and value.'}
        </Box>
      }
    />
  )
}

function History() {
  const paging = usePaging('badge-history')
  const query = useQuery(historyQuery({ limit: 50, cursor: paging.cursor }))
  return (
    <PagedTable
      query={query}
      columns={historyColumns(true)}
      what="badge history"
      paging={paging}
      trackBy={({ id }) => String(id)}
      header={<Header>History</Header>}
      empty={<Box>Nothing has changed yet.</Box>}
    />
  )
}
