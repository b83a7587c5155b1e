import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { NotificationChannel } from '../../../api/operations.gen.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { useMay } from '../../../auth/session.ts'
import { AskButton } from '../../../components/ask-button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { ChannelForm } from './channel-form.tsx'
import { channelKinds, isChannelKind } from './channel-kinds.ts'
import { showKinds } from './kind-options.ts'
import { channelQuery } from './queries.ts'

const trail = [
  { text: 'Settings', href: '/settings' },
  { text: 'Notifications', href: '/settings?tab=notifications' },
]

export function AddChannelPage() {
  const may = useMay()
  const [{ kind }] = useSearchState()
  const known = isChannelKind(kind) ? kind : 'email'
  return (
    <Page title="Add channel" trail={trail} description={channelKinds[known].description}>
      {may('notifications:write') ? (
        <ChannelForm key={known} kind={known} />
      ) : (
        <Alert type="info" header="You may not add channels" statusIconAriaLabel="Note">
          Whoever administers the estate may.
        </Alert>
      )}
    </Page>
  )
}

/** One channel: to change for whoever may, to read for whoever may look. */
export function ChannelPage() {
  const may = useMay()
  const { channel: id } = useParams({ strict: false }) as { channel: string }
  // The form keeps what it began with: a newer version is told as a conflict, never slipped under what is being typed.
  const query = useQuery({ ...channelQuery(id), staleTime: Infinity, refetchOnMount: 'always', refetchOnWindowFocus: false })
  const [round, setRound] = useState(0)
  const canEdit = may('notifications:write')
  const takeTheirs = async (): Promise<void> => {
    await query.refetch()
    setRound(round + 1)
  }
  return (
    <Page
      title={query.data?.name ?? 'Channel'}
      trail={trail}
      actions={query.data === undefined || !canEdit ? null : <Remove channel={query.data} />}
    >
      <Loaded query={query} what="the channel">
        {(channel) =>
          !canEdit ? (
            <Shown channel={channel} />
          ) : query.isFetchedAfterMount ? (
            <ChannelForm key={`${id} ${round}`} kind={channel.kind} stored={channel} onTakeTheirs={() => void takeTheirs()} />
          ) : null
        }
      </Loaded>
    </Page>
  )
}

function Shown({ channel }: { readonly channel: NotificationChannel }) {
  const { kind, isEnabled, subscriptions, email, webhook, boundTo, updatedAt } = channel
  return (
    <Container header={<Header variant="h2">{channelKinds[kind].text}</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Goes to', value: <Text max={600}>{email?.to.join(', ') ?? webhook?.url ?? 'Slack'}</Text> },
          { label: 'State', value: isEnabled ? 'On' : 'Off' },
          { label: 'Tells of', value: boundTo === null ? 'Every account' : <Text max={200}>{boundTo}</Text> },
          { label: 'Last changed', value: <Time at={updatedAt} /> },
          {
            label: 'Is told',
            value:
              subscriptions.length === 0
                ? 'Nothing'
                : subscriptions.map(({ kinds, selector }, index) => (
                    <div key={index}>
                      {showKinds(kinds)} about <Text max={200}>{selector === '*' ? 'every account' : selector}</Text>
                    </div>
                  )),
          },
        ]}
      />
    </Container>
  )
}

function Remove({ channel: { id, name } }: { readonly channel: NotificationChannel }) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('DELETE /v1/notifications/channels/{channel}', { path: { channel: id } }),
    done: () => 'The channel is removed.',
    after: () => void navigate({ to: '/settings', search: { tab: 'notifications' } }),
  })
  return (
    <AskButton label="Remove" title={`Remove ${showText(name, 60)}`} action={action}>
      <Box>What waits to be sent through it is cancelled. What was sent stays in the log.</Box>
    </AskButton>
  )
}
