import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import TextFilter from '@cloudscape-design/components/text-filter'
import Toggle from '@cloudscape-design/components/toggle'
import { useQuery } from '@tanstack/react-query'
import type { CallOptions } from '../../../api/client.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { Page } from '../../../components/page.tsx'
import { PagedTable } from '../../../components/paged-table.tsx'
import { usePaging } from '../../../components/use-paging.ts'
import { denialsQuery } from '../queries.ts'
import { causeWords } from './cause-words.ts'
import { denialColumns } from './columns.tsx'

type Query = NonNullable<CallOptions<'GET /v1/denials'>['query']>
const any = { value: '', label: 'Every cause' }
const causes = [any, ...Object.entries(causeWords).map(([value, label]) => ({ value, label }))]
const accountId = /^\d{12}$/

/** What AWS refused Reeve anywhere in the estate, each with its cause, how that is known, and what to do about it. */
export function DenialsPage() {
  const [{ q = '', cause = '', all }, change] = useSearchState()
  const filter: Query = {
    ...(accountId.test(q.trim()) ? { account: q.trim() } : { q: q === '' ? undefined : q }),
    cause: cause === '' ? undefined : (cause as Query['cause']),
    dismissed: all === 'true' ? 'true' : 'false',
  }
  const paging = usePaging(`denials:${JSON.stringify(filter)}`)
  const query = useQuery(denialsQuery({ ...filter, limit: 50, cursor: paging.cursor }))
  const fromStart = { page: undefined, cursor: undefined }
  const isFiltered = q !== '' || cause !== ''
  return (
    <Page
      title="Why denied"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="What AWS refused Reeve, and as far as it is known which policy did. Equal refusals are one line; kept for ninety days."
    >
      <PagedTable
        query={query}
        columns={denialColumns}
        what="denied calls"
        paging={paging}
        trackBy={({ id }) => String(id)}
        variant="container"
        header={
          <Header
            actions={<Button iconName="refresh" ariaLabel="Read again" loading={query.isFetching} onClick={() => void query.refetch()} />}
          >
            Denied calls
          </Header>
        }
        filter={
          <div className="filters">
            <TextFilter
              filteringText={q}
              filteringPlaceholder="Account id, or part of an action or ARN"
              filteringAriaLabel="Find denied calls"
              onChange={({ detail }) => change({ q: detail.filteringText, ...fromStart }, { replace: true })}
            />
            <Select
              ariaLabel="Cause"
              selectedOption={causes.find(({ value }) => value === cause) ?? any}
              options={causes}
              onChange={({ detail }) => change({ cause: detail.selectedOption.value, ...fromStart })}
            />
            <Toggle checked={all === 'true'} onChange={({ detail }) => change({ all: detail.checked ? 'true' : undefined, ...fromStart })}>
              Show what may be disregarded
            </Toggle>
          </div>
        }
        empty={
          isFiltered ? (
            <>
              <Box variant="strong">No denied call matches</Box>
              <Button onClick={() => change({ q: undefined, cause: undefined, ...fromStart })}>Clear the filter</Button>
            </>
          ) : (
            <>
              <Box variant="strong">AWS refused nothing that still matters</Box>
              <Box>Only calls that Reeve made are known here, not those of others.</Box>
            </>
          )
        }
      />
    </Page>
  )
}
