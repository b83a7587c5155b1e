import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import DatePicker from '@cloudscape-design/components/date-picker'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call, type CallOptions, type Reply } from '../../api/client.ts'
import { errorsByField } from '../../api/problem.ts'
import { useSearchState } from '../../app/search-state.ts'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { usePaging } from '../../components/use-paging.ts'
import { words } from '../../lib/words.ts'
import { endOf, startOf } from './day-range.ts'
import { ExportActivity } from './export-activity.tsx'

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
  { id: 'action', header: 'What', isRowHeader: true, minWidth: 150, cell: ({ action }) => words(action.replaceAll('.', ' ')) },
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
  { id: 'from', header: 'From', minWidth: 150, cell: (event) => <From event={event} /> },
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

function From({ event: { source, userAgent, requestId } }: { readonly event: Event }) {
  if (source === null && requestId === null) return <>Reeve itself</>
  return (
    <>
      <Text max={60}>{source ?? '–'}</Text>
      {userAgent === null && requestId === null ? null : (
        <ExpandableSection headerText="More" variant="inline">
          <Box variant="small">
            {userAgent === null ? null : (
              <div>
                <Text max={200}>{userAgent}</Text>
              </div>
            )}
            {requestId === null ? null : (
              <div>
                Request <Text max={100}>{requestId}</Text>
              </div>
            )}
          </Box>
        </ExpandableSection>
      )}
    </>
  )
}

const results = [
  { value: '', label: 'Any result' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
]

/** Who did what, when, and what it changed; newest first. */
export function ActivityPage() {
  const [search, change] = useSearchState()
  const { actor, action, subject, account, organization, requestId, since, until, q } = search
  const result = results.find(({ value }) => value !== '' && value === search['result'])?.value as 'done' | 'refused' | 'failed' | undefined
  const conditions = present({
    actor,
    action,
    subject,
    account,
    organization,
    requestId,
    q,
    result,
    since: startOf(since),
    until: endOf(until),
  })
  const paging = usePaging(`audit:${JSON.stringify(conditions)}`)
  const query = useQuery(auditQuery({ ...conditions, limit: 50, cursor: paging.cursor }))
  const set = (name: string, value: string) => change({ [name]: value, page: undefined, cursor: undefined }, { replace: true })
  return (
    <Page title="Activity" trail={[]} description="Everything anyone changed here, every secret that was shown, and every sign-in.">
      <PagedTable
        query={query}
        columns={columns}
        what="activity"
        paging={paging}
        trackBy={({ id }) => String(id)}
        header={
          <Header actions={query.data === undefined || query.data.items.length === 0 ? null : <ExportActivity conditions={conditions} />}>
            Activity
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <Input
              type="search"
              value={q ?? ''}
              placeholder="Find any text of two letters or more"
              ariaLabel="Find"
              clearAriaLabel="Clear"
              onChange={({ detail }) => set('q', detail.value)}
            />
            <ExpandableSection headerText="More conditions" defaultExpanded={hasMore(search)}>
              <ColumnLayout columns={4}>
                {fields.map(({ name, label, placeholder }) => (
                  <FormField key={name} label={label} errorText={errorsByField(query.error).get(name)}>
                    <Input
                      type="search"
                      value={search[name] ?? ''}
                      placeholder={placeholder}
                      clearAriaLabel={`Clear ${label}`}
                      onChange={({ detail }) => set(name, detail.value)}
                    />
                  </FormField>
                ))}
                <FormField label="Result">
                  <Select
                    selectedOption={results.find(({ value }) => value === (result ?? '')) ?? null}
                    options={results}
                    onChange={({ detail }) => set('result', detail.selectedOption.value ?? '')}
                  />
                </FormField>
                <FormField label="From" errorText={since !== undefined && startOf(since) === undefined ? 'Write a day.' : undefined}>
                  <DatePicker
                    value={since ?? ''}
                    placeholder="YYYY/MM/DD"
                    {...dateWords}
                    onChange={({ detail }) => set('since', detail.value)}
                  />
                </FormField>
                <FormField
                  label="Up to and with"
                  errorText={until !== undefined && endOf(until) === undefined ? 'Write a day.' : undefined}
                >
                  <DatePicker
                    value={until ?? ''}
                    placeholder="YYYY/MM/DD"
                    {...dateWords}
                    onChange={({ detail }) => set('until', detail.value)}
                  />
                </FormField>
              </ColumnLayout>
            </ExpandableSection>
          </SpaceBetween>
        }
        empty={<Box>Nothing matches.</Box>}
      />
    </Page>
  )
}

const fields = [
  { name: 'actor', label: 'Who', placeholder: 'user:* or token:…' },
  { name: 'action', label: 'What', placeholder: 'sign_in.*' },
  { name: 'subject', label: 'On', placeholder: 'account:*' },
  { name: 'account', label: 'Account', placeholder: '111122223333' },
  { name: 'organization', label: 'Organization', placeholder: 'o-…' },
  { name: 'requestId', label: 'Request', placeholder: 'Its id' },
]

const dateWords = {
  openCalendarAriaLabel: (chosen: string | null) => (chosen === null ? 'Choose a day' : `Choose a day, ${chosen} is chosen`),
  nextMonthAriaLabel: 'Next month',
  previousMonthAriaLabel: 'Month before',
  todayAriaLabel: 'Today',
}

function hasMore(search: Readonly<Record<string, string | undefined>>): boolean {
  return [...fields.map(({ name }) => name), 'result', 'since', 'until'].some((name) => search[name] !== undefined)
}

function present<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as never
}
