import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../api/operations.gen.ts'
import { useSearchState } from '../../app/search-state.ts'
import { PagedTable } from '../../components/paged-table.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { useSorting } from '../../components/use-sorting.ts'
import { useStored } from '../../lib/stored.ts'
import { counted } from '../../lib/words.ts'
import { readFilter, toSelector } from './account-filter.ts'
import { AccountPreferences, defaultPreferences } from './account-preferences.tsx'
import { BulkActions } from './bulk-actions.tsx'
import { accountColumns } from './columns.tsx'
import { ExportAccounts } from './export-accounts.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type AccountQuery, accountsQuery, accountTotalQuery } from './queries.ts'
import { SavedViews } from './saved-views.tsx'

const sorts = ['name', 'accountId', 'status', 'orgPath', 'state', 'email', 'organization', 'inclusion'] as const

/** Accounts as the server filters, sorts and pages them; the filter, the page and the text are in the address. */
export function AccountListing() {
  const [search, change] = useSearchState()
  const [preferences, setPreferences] = useStored('accounts.columns', defaultPreferences)
  const [selected, setSelected] = useState<readonly Account[]>([])
  const filter = readFilter(search['filter'])
  const conditions: AccountQuery = {
    q: search['q'],
    organization: search['organization'],
    attention: search['attention'] === 'true' ? 'true' : undefined,
    selector: search['selector'] ?? toSelector(filter),
  }
  const sorting = useSorting(sorts, 'name')
  const paging = usePaging(JSON.stringify([conditions, sorting.sort, preferences.pageSize]))
  const query = useQuery(accountsQuery({ ...conditions, sort: sorting.sort, limit: preferences.pageSize, cursor: paging.cursor }))
  const total = useQuery(accountTotalQuery(conditions)).data ?? undefined
  const items = query.data?.items ?? []
  const shown = accountColumns.filter(
    ({ id, hasData }) => preferences.columns.includes(id) && (hasData === undefined || items.some(hasData)),
  )
  const isFiltered = Object.values(conditions).some((value) => value !== undefined)
  const clear = (): void =>
    change({
      q: undefined,
      organization: undefined,
      attention: undefined,
      selector: undefined,
      filter: undefined,
      page: undefined,
      cursor: undefined,
    })
  return (
    <PagedTable<Account>
      query={query}
      columns={shown}
      what="accounts"
      paging={paging}
      trackBy="accountId"
      variant="container"
      stickyHeader
      {...sorting.table}
      contentDensity={preferences.isCompact ? 'compact' : 'comfortable'}
      selectionType="multi"
      selectedItems={[...selected]}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      ariaLabels={{
        tableLabel: 'Accounts',
        selectionGroupLabel: 'Choose accounts',
        allItemsSelectionLabel: () => 'Choose all on this page',
        itemSelectionLabel: (_, { accountId }) => `Choose ${accountId}`,
      }}
      header={
        <Header
          counter={total === undefined ? undefined : `(${counted(total, 'account')})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <SavedViews />
              <ExportAccounts conditions={{ ...conditions, sort: sorting.sort }} />
              <BulkActions selected={selected} onDone={() => setSelected([])} />
            </SpaceBetween>
          }
        >
          Accounts
        </Header>
      }
      filter={<FilterBar onClear={clear} matches={isFiltered ? total : undefined} />}
      preferences={<AccountPreferences value={preferences} onChange={setPreferences} />}
      empty={
        isFiltered ? (
          <SpaceBetween size="xs">
            <Box variant="strong">No account matches</Box>
            <Button onClick={clear}>Clear the filter</Button>
          </SpaceBetween>
        ) : (
          <>
            <Box variant="strong">No accounts yet</Box>
            <Box>Register an organization, and its accounts appear here within minutes.</Box>
          </>
        )
      }
    />
  )
}
