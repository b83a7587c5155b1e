import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type MailServerDraft, withSecurity } from './mail-server.ts'
import { SecretField } from './secret-field.tsx'

const securities = [
  { value: 'starttls', label: 'STARTTLS', description: 'Demanded; usually port 587' },
  { value: 'tls', label: 'TLS from the first byte', description: 'Usually port 465' },
  { value: 'none', label: 'None', description: 'In clear text, and never with a password' },
] as const

type Props = {
  readonly value: MailServerDraft
  readonly errors: ReadonlyMap<string, string>
  /** Where the errors stand: `email.`, or nothing. */
  readonly at?: string
  readonly hasStoredPassword: boolean
  readonly onChange: (value: MailServerDraft) => void
}

/** A mail server, for notifications and for letters to people alike. */
export function MailServerFields({ value, errors, at = '', hasStoredPassword, onChange }: Props) {
  const set = (part: Partial<MailServerDraft>): void => onChange({ ...value, ...part })
  return (
    <SpaceBetween size="m">
      <FormField
        label="Mail server"
        description="Host name or address, without a scheme or port."
        constraintText="Inside your network it has to be allowed by REEVE_OUTGOING_ALLOW."
        errorText={errors.get(`${at}host`)}
      >
        <Input
          value={value.host}
          spellcheck={false}
          placeholder="mail.example.com"
          onChange={({ detail }) => set({ host: detail.value })}
        />
      </FormField>
      <FormField label="Encryption" errorText={errors.get(`${at}security`)}>
        <Select
          selectedOption={securities.find((each) => each.value === value.security) ?? null}
          options={securities}
          onChange={({ detail }) => set(withSecurity(detail.selectedOption.value as MailServerDraft['security'], value.port))}
        />
      </FormField>
      <FormField label="Port" errorText={errors.get(`${at}port`)}>
        <Input value={value.port} inputMode="numeric" onChange={({ detail }) => set({ port: detail.value })} />
      </FormField>
      <FormField label="User name" constraintText="Empty: the server asks for none." errorText={errors.get(`${at}username`)}>
        <Input value={value.username} spellcheck={false} autoComplete={false} onChange={({ detail }) => set({ username: detail.value })} />
      </FormField>
      <SecretField
        label="Password of the mail server"
        hasStored={hasStoredPassword}
        none="None"
        secretIs={value.secretIs}
        secret={value.secret}
        error={errors.get(`${at}password`)}
        onChange={set}
      />
      <FormField label="Sent from" errorText={errors.get(`${at}from`)}>
        <Input value={value.from} type="email" placeholder="reeve@example.com" onChange={({ detail }) => set({ from: detail.value })} />
      </FormField>
    </SpaceBetween>
  )
}

export const mailLabels = {
  host: 'Mail server',
  port: 'Port',
  security: 'Encryption',
  username: 'User name',
  password: 'Password of the mail server',
  from: 'Sent from',
} as const
