import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useSearchState } from '../../../app/search-state.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { usePaging } from '../../../components/use-paging.ts'
import { syncsQuery } from '../queries.ts'
import { LiveSync } from './live-sync.tsx'
import { syncColumns } from './sync-columns.tsx'

/** The syncs of an organization, newest first; the one under way, or the one chosen, in full and live. */
export function SyncsTab({ org }: { readonly org: string }) {
  const [{ sync: chosen }] = useSearchState()
  const paging = usePaging(`syncs:${org}`)
  const query = useQuery(syncsQuery(org, { limit: 20, cursor: paging.cursor }))
  const shown = chosen ?? query.data?.items.find(({ status }) => status === 'running')?.id ?? query.data?.items[0]?.id
  return (
    <SpaceBetween size="l">
      {shown === undefined ? null : <LiveSync key={shown} org={org} id={shown} />}
      <PagedTable
        query={query}
        columns={syncColumns(org)}
        what="syncs"
        paging={paging}
        trackBy="id"
        header={<Header>Syncs</Header>}
        empty={<Box>No sync has run yet.</Box>}
      />
    </SpaceBetween>
  )
}
