import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { estateEventKinds } from '../../../api/choices.gen.ts'
import type { EstateEvent } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time, timeText } from '../../../components/time.tsx'
import { usePaging } from '../../../components/use-paging.ts'
import { asText, words } from '../../../lib/words.ts'
import { typeName } from './node-details.tsx'
import { eventsQuery, syncsQuery } from '../queries.ts'

const columnsOf = (org: string): TableProps.ColumnDefinition<EstateEvent>[] => [
  { id: 'at', header: 'When', minWidth: 150, cell: ({ at }) => <Time at={at} /> },
  { id: 'kind', header: 'What', isRowHeader: true, minWidth: 130, cell: ({ kind }) => words(kind) },
  {
    id: 'subject',
    header: 'Of',
    minWidth: 150,
    cell: (event) => <Subject org={org} event={event} />,
  },
  { id: 'before', header: 'Before', minWidth: 220, cell: ({ before }) => <Text max={200}>{summaryOf(before)}</Text> },
  { id: 'after', header: 'After', minWidth: 220, cell: ({ after }) => <Text max={200}>{summaryOf(after)}</Text> },
  { id: 'actor', header: 'Through', minWidth: 120, cell: ({ actor }) => actor },
]

/** What happened to it, with the way to it where it has a page. */
function Subject({ org, event: { subjectKind, subjectId } }: { readonly org: string; readonly event: EstateEvent }) {
  const pages: Partial<Record<EstateEvent['subjectKind'], string>> = {
    account: `/accounts/${subjectId}`,
    policy: `/policies/${subjectId}?organization=${org}`,
    ou: `/organizations/${org}?node=${subjectId}`,
  }
  const href = pages[subjectKind]
  return href === undefined ? <Text max={80}>{subjectId}</Text> : <Link href={href}>{subjectId}</Link>
}

/** What was, or is, in a line; the text of a policy is on the policy's own page. */
function summaryOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return asText(value)
  const told = Object.entries(value).filter(([name]) => name !== 'content' && name !== 'contentHash')
  return told
    .map(([name, part]) => (told.length === 1 ? asText(part) : `${name}: ${name === 'type' ? typeName(asText(part)) : asText(part)}`))
    .join(', ')
}

/** What happened to the organization, newest first. */
export function EventsTab({ org }: { readonly org: string }) {
  const [{ kind, of }, change] = useSearchState()
  const paging = usePaging(`events:${org}:${kind}:${of}`)
  const query = useQuery(eventsQuery(org, { limit: 50, cursor: paging.cursor, kind: kind as EstateEvent['kind'], sync: of }))
  const syncs = useQuery(syncsQuery(org, { limit: 20 }))
  const ever = { value: '', label: 'Since the beginning' }
  const whens = [
    ever,
    ...(syncs.data?.items ?? []).map(({ id, startedAt }, index) => ({
      value: id,
      label: index === 0 ? 'Of the last sync' : `Of the sync of ${timeText(startedAt)}`,
    })),
  ]
  const any = { value: '', label: 'Every kind of change' }
  return (
    <PagedTable
      query={query}
      columns={columnsOf(org)}
      what="changes"
      paging={paging}
      trackBy={({ id }) => String(id)}
      header={<Header description="As the syncs saw it, from → to">Changes</Header>}
      filter={
        <div className="filters">
          <Select
            selectedOption={whens.find(({ value }) => value === (of ?? '')) ?? { value: of ?? '', label: 'Of an older sync' }}
            options={whens}
            ariaLabel="Of which sync"
            onChange={({ detail }) => change({ of: detail.selectedOption.value, page: undefined, cursor: undefined })}
          />
          <Select
            selectedOption={kind === undefined ? any : { value: kind, label: words(kind) }}
            options={[any, ...estateEventKinds.map((value) => ({ value, label: words(value) }))]}
            ariaLabel="Kind of change"
            filteringType="auto"
            onChange={({ detail }) => change({ kind: detail.selectedOption.value, page: undefined, cursor: undefined })}
          />
        </div>
      }
      empty={
        <Box>
          {kind !== undefined
            ? 'No change of this kind.'
            : of === undefined
              ? 'Nothing has changed since the organization was registered.'
              : 'That sync saw no change.'}
        </Box>
      }
    />
  )
}
