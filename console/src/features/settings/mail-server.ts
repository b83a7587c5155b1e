import { refusal } from '../../api/refusal.ts'
import type { SecretIs } from './secret-field.tsx'

type Security = 'tls' | 'starttls' | 'none'

/** A mail server as typed. A stored password is never shown: it is kept, replaced, or done without. */
export type MailServerDraft = {
  readonly host: string
  readonly port: string
  readonly security: Security
  readonly username: string
  readonly secretIs: SecretIs
  readonly secret: string
  readonly from: string
}

export const newMailServer: MailServerDraft = {
  host: '',
  port: '587',
  security: 'starttls',
  username: '',
  secretIs: 'none',
  secret: '',
  from: '',
}

type Stored = {
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly username: string | null
  readonly from: string
}

export function mailServerDraftOf({ host, port, security, username, from }: Stored, hasPassword: boolean): MailServerDraft {
  return { host, port: String(port), security, username: username ?? '', secretIs: hasPassword ? 'kept' : 'none', secret: '', from }
}

/** The draft as the API takes it. A password goes along only where one was typed, or is to be removed. */
export function mailServerOf({ host, port, security, username, secretIs, secret, from }: MailServerDraft, at = '') {
  if (secretIs === 'given' && secret === '')
    throw refusal([{ field: `${at}password`, message: 'Enter the password, or choose to have none.' }])
  return {
    host: host.trim(),
    port: Number(port),
    security,
    username: username.trim() === '' ? null : username.trim(),
    from: from.trim(),
    ...(secretIs === 'kept' ? {} : { password: secretIs === 'none' ? null : secret }),
  }
}

/** The port that goes with a way to encrypt, as long as the port is one of those that do. */
export function withSecurity(security: Security, port: string): Pick<MailServerDraft, 'security' | 'port'> {
  const usual: Readonly<Record<Security, string>> = { tls: '465', starttls: '587', none: '25' }
  return { security, port: Object.values(usual).includes(port) ? usual[security] : port }
}
