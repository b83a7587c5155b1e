import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import type { NotificationChannel } from '../../../api/operations.gen.ts'
import { refusal } from '../../../api/refusal.ts'
import { messages } from '../../../app/messages.ts'
import { useMay } from '../../../auth/session.ts'
import { PagedTable } from '../../../components/paged-table.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { channelKinds } from './channel-kinds.ts'
import { showKinds } from './kind-options.ts'
import { channelsQuery } from './queries.ts'

const columns: TableProps.ColumnDefinition<NotificationChannel>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 140,
    cell: ({ id, name }) => (
      <Link href={`/settings/notifications/${id}`}>
        <Text max={80}>{name}</Text>
      </Link>
    ),
  },
  { id: 'kind', header: 'Goes to', minWidth: 200, cell: (channel) => <Target channel={channel} /> },
  { id: 'told', header: 'Is told', minWidth: 220, cell: ({ subscriptions }) => <Told subscriptions={subscriptions} /> },
  {
    id: 'bound',
    header: 'Reaches',
    minWidth: 130,
    cell: ({ boundTo }) => (boundTo === null ? 'Every account' : <Text max={120}>{boundTo}</Text>),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 100,
    cell: ({ isEnabled }) =>
      isEnabled ? <StatusIndicator type="success">On</StatusIndicator> : <StatusIndicator type="stopped">Off</StatusIndicator>,
  },
]

function Target({ channel: { kind, email, webhook } }: { readonly channel: NotificationChannel }) {
  if (kind === 'email') return <Text max={120}>{email?.to.join(', ') ?? 'E-mail'}</Text>
  if (kind === 'webhook') return <Text max={120}>{webhook?.url ?? 'Webhook'}</Text>
  return <>Slack</>
}

function Told({ subscriptions }: Pick<NotificationChannel, 'subscriptions'>) {
  if (subscriptions.length === 0) return <>Nothing</>
  return (
    <>
      {subscriptions.map(({ kinds, selector }, index) => (
        <div key={index}>
          {showKinds(kinds)}
          {selector === '*' ? null : (
            <>
              {' '}
              about <Text max={80}>{selector}</Text>
            </>
          )}
        </div>
      ))}
    </>
  )
}

/** Ways to tell, and what each is told. */
export function ChannelsTable() {
  const may = useMay()
  const navigate = useNavigate()
  const channels = useQuery(channelsQuery)
  const test = { id: 'test', header: 'Action', minWidth: 110, cell: (channel: NotificationChannel) => <Test channel={channel} /> }
  return (
    <PagedTable
      query={channels}
      columns={may('notifications:write') ? [...columns, test] : columns}
      what="channels"
      trackBy="id"
      footer={
        (channels.data?.nextCursor ?? null) === null ? undefined : <Box>These are the first 1,000. The rest: reeve notification list.</Box>
      }
      header={
        <Header
          description="A channel tells of the accounts that whoever made it reaches, and tells everybody who reads it."
          actions={
            may('notifications:write') ? (
              <ButtonDropdown
                variant="primary"
                items={Object.entries(channelKinds).map(([id, { text, description }]) => ({ id, text, description }))}
                onItemClick={({ detail }) => void navigate({ to: '/settings/add-channel', search: { kind: detail.id } })}
              >
                Add channel
              </ButtonDropdown>
            ) : null
          }
        >
          Channels
        </Header>
      }
      empty={<Box>Nobody is told anything yet.</Box>}
    />
  )
}

function Test({ channel: { id, name } }: { readonly channel: NotificationChannel }) {
  const action = useAction({
    run: () => call('POST /v1/notifications/channels/{channel}/test', { path: { channel: id }, body: {} }),
    failed: 'The test could not be made',
    after: ({ isSent, status, error }) =>
      isSent
        ? messages.done(`${showText(name, 60)}: the test was sent${status === null ? '' : ` and answered with ${status}`}.`)
        : messages.failed(
            `${showText(name, 60)}: the test was not sent`,
            refusal([{ field: 'test', message: error ?? 'The other side did not say why.' }]),
          ),
  })
  return (
    <Button variant="inline-link" loading={action.isPending} ariaLabel={`Test ${showText(name, 120)}`} onClick={() => action.mutate()}>
      Test
    </Button>
  )
}
