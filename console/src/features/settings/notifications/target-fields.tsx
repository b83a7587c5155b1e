import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { MailServerFields } from '../mail-server-fields.tsx'
import { SecretField } from '../secret-field.tsx'
import type { ChannelDraft } from './channel-draft.ts'
import { SignatureHelp } from './signature-help.tsx'

type Props = {
  readonly draft: ChannelDraft
  readonly set: (part: Partial<ChannelDraft>) => void
  readonly errors: ReadonlyMap<string, string>
  readonly isNew: boolean
  readonly hasStoredSecret: boolean
}

/** Where a channel goes, by its kind. */
export function TargetFields(props: Props) {
  const Fields = { email: EmailFields, slack: SlackFields, webhook: WebhookFields }[props.draft.kind]
  return <Fields {...props} />
}

function EmailFields({ draft, set, errors, hasStoredSecret }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField label="To" constraintText="One address per line, or separated by commas; 50 at most." errorText={errors.get('email.to')}>
        <Textarea
          value={draft.to}
          rows={2}
          spellcheck={false}
          placeholder="ops@example.com"
          onChange={({ detail }) => set({ to: detail.value })}
        />
      </FormField>
      <MailServerFields
        value={draft.mail}
        errors={errors}
        at="email."
        hasStoredPassword={hasStoredSecret}
        onChange={(mail) => set({ mail })}
      />
    </SpaceBetween>
  )
}

function SlackFields({ draft, set, errors, isNew }: Props) {
  return (
    <SecretField
      label="Address of the incoming webhook"
      hasStored={!isNew}
      constraint="Whoever has it can write to the channel: Reeve stores it sealed, and never shows it again."
      secretIs={draft.secretIs}
      secret={draft.secret}
      error={errors.get('slack.secretUrl')}
      onChange={set}
    />
  )
}

function WebhookFields({ draft, set, errors, isNew }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Address"
        constraintText="https. Inside your network it has to be allowed by REEVE_OUTGOING_ALLOW."
        errorText={errors.get('webhook.url')}
      >
        <Input
          value={draft.url}
          spellcheck={false}
          inputMode="url"
          placeholder="https://siem.example.com/reeve"
          onChange={({ detail }) => set({ url: detail.value })}
        />
      </FormField>
      <SecretField
        label="Signing key"
        hasStored={!isNew}
        given={isNew ? 'Enter one of your own' : 'Replace it with one of your own'}
        {...(isNew ? { none: 'Let Reeve make one, and show it once' } : {})}
        constraint="The receiver needs it to know that a message is Reeve’s. One of your own has at least 16 characters."
        secretIs={draft.secretIs}
        secret={draft.secret}
        error={errors.get('webhook.secret')}
        onChange={set}
      />
      <SignatureHelp />
    </SpaceBetween>
  )
}
