import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import type { SinkDraft } from './sink-draft.ts'

type Props = {
  readonly draft: SinkDraft
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (values: Partial<SinkDraft>) => void
}

/** What each kind of place asks for. */
export function TargetFields(props: Props) {
  if (props.draft.kind === 'syslog') return <SyslogFields {...props} />
  return props.draft.kind === 'https' ? <HttpsFields {...props} /> : <S3Fields {...props} />
}

const transports = [
  { value: 'tls', label: 'TLS', description: 'Encrypted; the server shows a certificate' },
  { value: 'tcp', label: 'TCP', description: 'In clear text' },
  { value: 'udp', label: 'UDP', description: 'In clear text; messages get lost without anybody noticing' },
]

function SyslogFields({ draft, errors, onChange }: Props) {
  const transport = transports.find(({ value }) => value === draft.transport) ?? null
  return (
    <SpaceBetween size="m">
      <Field
        label="Server"
        error={errors.get('syslog.host')}
        value={draft.host}
        onChange={(host) => onChange({ host })}
        placeholder="logs.example.com"
      />
      <Field
        label="Port"
        error={errors.get('syslog.port')}
        value={draft.port}
        onChange={(port) => onChange({ port })}
        inputMode="numeric"
      />
      <FormField label="Transport">
        <Select
          selectedOption={transport}
          options={transports}
          onChange={({ detail }) => onChange({ transport: detail.selectedOption.value as SinkDraft['transport'] })}
        />
      </FormField>
      {draft.transport === 'tls' ? (
        <FormField
          label="Certificate authority – optional"
          description="In PEM form, where the server’s certificate is of a private authority."
          errorText={errors.get('syslog.ca')}
        >
          <Textarea value={draft.ca} rows={3} spellcheck={false} onChange={({ detail }) => onChange({ ca: detail.value })} />
        </FormField>
      ) : null}
    </SpaceBetween>
  )
}

function HttpsFields({ draft, errors, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <Field
        label="Address"
        error={errors.get('https.url')}
        value={draft.url}
        onChange={(url) => onChange({ url })}
        placeholder="https://siem.example.com/reeve"
      />
      <Field
        label="Authorization header – optional"
        description="The whole of it, such as Splunk and a token. It is sealed, and never shown again."
        error={errors.get('https.authorization')}
        value={draft.authorization}
        onChange={(authorization) => onChange({ authorization })}
        type="password"
      />
    </SpaceBetween>
  )
}

const modes = [
  { value: 'COMPLIANCE', label: 'Compliance', description: 'Nobody shortens the lock, the root user included' },
  { value: 'GOVERNANCE', label: 'Governance', description: 'Who may bypass governance retention can shorten it' },
]

function S3Fields({ draft, errors, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <Field
        label="Bucket"
        error={errors.get('s3.bucket')}
        value={draft.bucket}
        onChange={(bucket) => onChange({ bucket })}
        placeholder="acme-reeve-audit"
      />
      <Field
        label="Region"
        error={errors.get('s3.region')}
        value={draft.region}
        onChange={(region) => onChange({ region })}
        placeholder="eu-central-1"
      />
      <Field
        label="Account"
        description="The account that owns the bucket. Nothing is written into a bucket of another one."
        error={errors.get('s3.accountId')}
        value={draft.accountId}
        onChange={(accountId) => onChange({ accountId })}
        inputMode="numeric"
        placeholder="111122223333"
      />
      <FormField label="Object Lock mode">
        <Select
          selectedOption={modes.find(({ value }) => value === draft.mode) ?? null}
          options={modes}
          onChange={({ detail }) => onChange({ mode: detail.selectedOption.value as SinkDraft['mode'] })}
        />
      </FormField>
      <Field
        label="Locked for, in days"
        error={errors.get('s3.retainDays')}
        value={draft.retainDays}
        onChange={(retainDays) => onChange({ retainDays })}
        inputMode="numeric"
      />
      <Field
        label="Role – optional"
        description="The role to assume for writing. Without one Reeve’s own credentials write."
        error={errors.get('s3.roleArn')}
        value={draft.roleArn}
        onChange={(roleArn) => onChange({ roleArn })}
        placeholder="arn:aws:iam::111122223333:role/reeve-checkpoints"
      />
      {draft.roleArn.trim() === '' ? null : (
        <Field
          label="ExternalId – optional"
          error={errors.get('s3.externalId')}
          value={draft.externalId}
          onChange={(externalId) => onChange({ externalId })}
          type="password"
        />
      )}
    </SpaceBetween>
  )
}

type FieldProps = Pick<InputProps, 'value' | 'placeholder' | 'inputMode' | 'type'> & {
  readonly label: string
  readonly description?: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function Field({ label, description, error, onChange, ...input }: FieldProps) {
  return (
    <FormField label={label} errorText={error} {...(description === undefined ? {} : { description })}>
      <Input {...input} autoComplete={false} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}
