import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { NotificationChannel } from '../../../api/operations.gen.ts'
import { errorsByField, isProblem } from '../../../api/problem.ts'
import { PageForm } from '../../../components/page-form.tsx'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { withField } from '../access/grant-draft.ts'
import { rowLabels } from '../access/grants-editor.tsx'
import { mailLabels } from '../mail-server-fields.tsx'
import { Overtaken } from '../overtaken.tsx'
import { SecretShown } from '../secret-shown.tsx'
import { type ChannelDraft, channelDraftOf, channelEditOf, channelFormOf, type ChannelKind, newChannel } from './channel-draft.ts'
import { channelKinds } from './channel-kinds.ts'
import { SubscriptionsEditor } from './subscriptions-editor.tsx'
import { TargetFields } from './target-fields.tsx'

type Props =
  | { readonly kind: ChannelKind; readonly stored?: undefined }
  | { readonly kind: ChannelKind; readonly stored: NotificationChannel; readonly onTakeTheirs: () => void }
const labels = {
  name: 'Name',
  'email.to': 'To',
  'slack.secretUrl': 'Address of the incoming webhook',
  'webhook.url': 'Address',
  'webhook.secret': 'Signing key',
  ...Object.fromEntries(Object.entries(mailLabels).map(([name, label]) => [`email.${name}`, label])),
}
const rows = { kinds: 'Events', selector: 'About which accounts' }

/** A channel: where it goes, and what it is told. */
export function ChannelForm(props: Props) {
  const { kind } = props
  // What the form began with: the page may read a newer version meanwhile, and saving must not pass for an edit of that one.
  const [stored] = useState(props.stored)
  const navigate = useNavigate()
  const [draft, setDraft] = useState<ChannelDraft>(() => (stored === undefined ? newChannel(kind) : channelDraftOf(stored)))
  const set = (part: Partial<ChannelDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const leave = (): void => void navigate({ to: '/settings', search: { tab: 'notifications' } })
  const save = useAction<void, NotificationChannel & { signingSecret?: string }>({
    run: async () =>
      stored === undefined
        ? call('POST /v1/notifications/channels', { body: channelFormOf(draft) })
        : call('PATCH /v1/notifications/channels/{channel}', {
            path: { channel: stored.id },
            body: channelEditOf(draft),
            ifMatch: String(stored.version),
          }),
    done: () => 'Saved. Test the channel to see whether it works.',
    after: ({ signingSecret }) => {
      if (signingSecret === undefined) leave()
    },
  })
  const error = withField(save.error)
  const errors = errorsByField(error)
  const isOvertaken = isProblem(save.error, 412)
  const signingSecret = save.data?.signingSecret
  if (signingSecret !== undefined) {
    return (
      <SecretShown title="Copy the signing key now" secret={signingSecret} what="the signing key" onClose={leave}>
        The receiver needs it to verify messages. It is shown this once.
      </SecretShown>
    )
  }
  return (
    <PageForm
      cancelHref="/settings?tab=notifications"
      submit={stored === undefined ? 'Add the channel' : 'Save'}
      isBusy={save.isPending}
      onSubmit={() => save.mutate()}
    >
      {isOvertaken && props.stored !== undefined ? (
        <Overtaken what="this channel" onTakeTheirs={props.onTakeTheirs} />
      ) : (
        <FormErrors
          error={error}
          labels={{ ...labels, ...rowLabels('subscriptions', draft.subscriptions.length, rows) }}
          header="Nothing was saved"
        />
      )}
      <Container header={<Header variant="h2">{channelKinds[kind].text}</Header>}>
        <SpaceBetween size="m">
          <FormField label="Name" errorText={errors.get('name')}>
            <Input value={draft.name} placeholder="ops" onChange={({ detail }) => set({ name: detail.value })} />
          </FormField>
          <Toggle
            checked={draft.isEnabled}
            description="Off: nothing is taken down for it, and what happens meanwhile is not told later."
            onChange={({ detail }) => set({ isEnabled: detail.checked })}
          >
            On
          </Toggle>
          <TargetFields draft={draft} set={set} errors={errors} isNew={stored === undefined} hasStoredSecret={stored?.hasSecret ?? false} />
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header variant="h2" description="Equal events within a minute become one message that counts them.">
            What it is told
          </Header>
        }
      >
        <SubscriptionsEditor value={draft.subscriptions} errors={errors} onChange={(subscriptions) => set({ subscriptions })} />
      </Container>
    </PageForm>
  )
}
