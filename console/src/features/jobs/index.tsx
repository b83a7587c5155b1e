import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { jobStates } from '../../api/choices.gen.ts'
import type { Job } from '../../api/operations.gen.ts'
import { useSearchState } from '../../app/search-state.ts'
import { useMay } from '../../auth/session.ts'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { words } from '../../lib/words.ts'
import { jobColumns } from './columns.tsx'

const refreshMs = 5_000

const jobsQuery = (query: { state?: Job['state']; limit: number; cursor?: string }) =>
  queryOptions({
    queryKey: ['jobs', query],
    queryFn: ({ signal }) => call('GET /v1/jobs', { query, signal }),
    placeholderData: (before) => before,
    refetchInterval: refreshMs,
  })

/** Work in the background: what runs, what failed and why, kept for a week. */
export function JobsPage() {
  const may = useMay()
  const [{ state }, change] = useSearchState()
  const paging = usePaging(`jobs:${state}`)
  const query = useQuery(jobsQuery({ state: state as Job['state'], limit: 50, cursor: paging.cursor }))
  const any = { value: '', label: 'Every state' }
  return (
    <Page title="Jobs" trail={[]} description="What Reeve does in the background. Each is kept for a week after it ended.">
      <PagedTable
        query={query}
        columns={jobColumns(may('jobs:write'))}
        what="jobs"
        paging={paging}
        trackBy="id"
        header={<Header actions={<Button iconName="refresh" ariaLabel="Read again" onClick={() => void query.refetch()} />}>Jobs</Header>}
        filter={
          <Select
            ariaLabel="State"
            selectedOption={state === undefined ? any : { value: state, label: words(state) }}
            options={[any, ...jobStates.map((value) => ({ value, label: words(value) }))]}
            onChange={({ detail }) => change({ state: detail.selectedOption.value, page: undefined, cursor: undefined })}
          />
        }
        empty={<Box>{state === undefined ? 'Nothing has run in the last week.' : 'No job is in this state.'}</Box>}
      />
    </Page>
  )
}
