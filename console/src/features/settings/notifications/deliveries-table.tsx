import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import type { NotificationDelivery } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { usePaging } from '../../../components/use-paging.ts'
import { deliveriesQuery } from './queries.ts'
import { showText } from '../../../lib/show-text.ts'

type State = NotificationDelivery['state']
const looks: Readonly<Record<State, { readonly type: 'pending' | 'success' | 'error' | 'stopped'; readonly text: string }>> = {
  queued: { type: 'pending', text: 'Waiting' },
  sent: { type: 'success', text: 'Sent' },
  dead: { type: 'error', text: 'Given up' },
  cancelled: { type: 'stopped', text: 'Cancelled' },
}
const states = [{ value: '', label: 'Every state' }, ...Object.entries(looks).map(([value, { text }]) => ({ value, label: text }))]

const columns: TableProps.ColumnDefinition<NotificationDelivery>[] = [
  { id: 'at', header: 'Made', minWidth: 150, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'channel', header: 'Channel', minWidth: 130, cell: ({ channelName }) => <Text max={60}>{channelName}</Text> },
  { id: 'title', header: 'Message', isRowHeader: true, minWidth: 220, cell: ({ title }) => <Text max={160}>{title}</Text> },
  { id: 'state', header: 'State', minWidth: 260, cell: (delivery) => <DeliveryState delivery={delivery} /> },
]

function DeliveryState({ delivery }: { readonly delivery: NotificationDelivery }) {
  const { state, attempts, nextAttemptAt, lastError, lastStatus, finishedAt } = delivery
  const { type, text } = looks[state]
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={type}>
        {text}
        {state === 'sent' ? (
          <>
            {' '}
            <Time at={finishedAt} />
          </>
        ) : null}
      </StatusIndicator>
      {state === 'sent' || lastError === null ? null : (
        <Box variant="small">
          <Text max={240}>{lastError}</Text>
          {lastStatus === null ? '' : ` (answer ${lastStatus})`}
        </Box>
      )}
      {state === 'queued' && attempts > 0 ? (
        <Box variant="small">
          Tried {attempts === 1 ? 'once' : `${attempts} times`}, next <Time at={nextAttemptAt} />
        </Box>
      ) : null}
    </SpaceBetween>
  )
}

/** The log of what was told: what waits, was sent or was given up, and why. */
export function DeliveriesTable() {
  const may = useMay()
  const [search, change] = useSearchState()
  const paging = usePaging('deliveries')
  const state = states.find(({ value }) => value === search['state'])?.value as State | '' | undefined
  const deliveries = useQuery(
    deliveriesQuery({ limit: 50, cursor: paging.cursor, ...(state === undefined || state === '' ? {} : { state }) }),
  )
  const retry = { id: 'retry', header: 'Action', minWidth: 120, cell: (delivery: NotificationDelivery) => <Retry delivery={delivery} /> }
  return (
    <PagedTable
      query={deliveries}
      columns={may('notifications:write') ? [...columns, retry] : columns}
      what="deliveries"
      paging={paging}
      trackBy="id"
      header={
        <Header
          description="What was given up is kept for ninety days, and can be tried again."
          actions={
            <Select
              ariaLabel="State"
              selectedOption={states.find(({ value }) => value === (state ?? '')) ?? null}
              options={states}
              onChange={({ detail }) => change({ state: detail.selectedOption.value, page: undefined, cursor: undefined })}
            />
          }
        >
          Log of deliveries
        </Header>
      }
      empty={<Box>{state === undefined || state === '' ? 'Nothing was sent yet.' : 'Nothing is in this state.'}</Box>}
    />
  )
}

function Retry({ delivery: { id, state, title } }: { readonly delivery: NotificationDelivery }) {
  const action = useAction({
    run: () => call('POST /v1/notifications/deliveries/{delivery}/retry', { path: { delivery: id }, body: {} }),
    done: () => 'It is tried again at once.',
    failed: 'It was not tried again',
  })
  if (state !== 'dead') return <>–</>
  return (
    <Button
      variant="inline-link"
      loading={action.isPending}
      ariaLabel={`Try again: ${showText(title, 120)}`}
      onClick={() => action.mutate()}
    >
      Try again
    </Button>
  )
}
