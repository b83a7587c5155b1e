import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call, type CallOptions, type Reply } from '../../api/client.ts'
import { useSearchState } from '../../app/search-state.ts'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { toCsv } from '../../lib/csv.ts'
import { saveFile } from '../../lib/save-file.ts'
import { words } from '../../lib/words.ts'

type Event = Reply<'GET /v1/audit-events'>['items'][number]
const auditQuery = (query: NonNullable<CallOptions<'GET /v1/audit-events'>['query']>) =>
  queryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => call('GET /v1/audit-events', { query, signal }),
    placeholderData: (before) => before,
  })

const columns: TableProps.ColumnDefinition<Event>[] = [
  { id: 'at', header: 'When', minWidth: 170, cell: ({ at }) => <Time at={at} /> },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <Text max={80}>{actor}</Text> },
  { id: 'action', header: 'What', isRowHeader: true, cell: ({ action }) => words(action.replaceAll('.', ' ')) },
  { id: 'subject', header: 'On', minWidth: 200, cell: ({ subject }) => <Text max={120}>{subject}</Text> },
  {
    id: 'result',
    header: 'Result',
    minWidth: 110,
    cell: ({ result }) => (
      <StatusIndicator type={/^(ok|done|success|succeeded)$/.test(result) ? 'success' : 'warning'}>{words(result)}</StatusIndicator>
    ),
  },
  { id: 'change', header: 'Before → after', minWidth: 260, cell: (event) => <Change event={event} /> },
]

function Change({ event: { before, after } }: { readonly event: Event }) {
  if (before === null && after === null) return <>–</>
  return (
    <ExpandableSection headerText="Show" variant="inline">
      <Box variant="code">
        <span className="hostile">
          {JSON.stringify(before)} → {JSON.stringify(after)}
        </span>
      </Box>
    </ExpandableSection>
  )
}

/** Who did what, when, and what it changed; newest first. */
export function ActivityPage() {
  const [{ actor, action, subject }, change] = useSearchState()
  const paging = usePaging(`audit:${actor}:${action}:${subject}`)
  const query = useQuery(auditQuery({ actor, action, subject, limit: 50, cursor: paging.cursor }))
  const fields = [
    { name: 'actor', label: 'Who', value: actor },
    { name: 'action', label: 'What', value: action },
    { name: 'subject', label: 'On', value: subject },
  ]
  return (
    <Page title="Activity" trail={[]} description="Everything anyone changed here, and every secret that was shown.">
      <PagedTable
        query={query}
        columns={columns}
        what="activity"
        paging={paging}
        trackBy={({ id }) => String(id)}
        header={
          <Header
            actions={
              query.data === undefined || query.data.items.length === 0 ? null : (
                <Button iconName="download" onClick={() => exportPage(query.data.items)}>
                  Export this page as CSV
                </Button>
              )
            }
          >
            Activity
          </Header>
        }
        filter={
          <SpaceBetween direction="horizontal" size="xs">
            {fields.map(({ name, label, value }) => (
              <Input
                key={name}
                type="search"
                value={value ?? ''}
                placeholder={`${label}, exactly`}
                ariaLabel={label}
                onChange={({ detail }) => change({ [name]: detail.value, page: undefined, cursor: undefined }, { replace: true })}
              />
            ))}
          </SpaceBetween>
        }
        empty={<Box>Nothing matches.</Box>}
      />
    </Page>
  )
}

function exportPage(events: readonly Event[]): void {
  const header = ['at', 'actor', 'action', 'subject', 'result', 'before', 'after', 'requestId'] as const
  saveFile(
    'activity.csv',
    toCsv(
      header,
      events.map((event) => header.map((name) => (typeof event[name] === 'string' ? event[name] : JSON.stringify(event[name])))),
    ),
    'text/csv',
  )
}
