import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Outgoing } from '#platform/http/outgoing.ts'
import type { MailServer } from './channel.ts'
import type { SendOutcome } from './send-outcome.ts'

/** Mail servers that delay their greeting on purpose do so for up to half a minute. */
const silenceMaxMs = 30_000

export type Mail = {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly headers?: Readonly<Record<string, string>>
}
type Way = { readonly server: MailServer; readonly password: string | null }

/**
 * Hands a mail to the configured server, at the address that was checked, over TLS unless the setting says otherwise, and never a
 * password without it.
 */
export async function sendMail({ outgoing }: { readonly outgoing: Outgoing }, mail: Mail, { server, password }: Way): Promise<SendOutcome> {
  const { host, port, security, username, from } = server
  if (security === 'none' && password !== null)
    return { kind: 'failed', error: 'A password is sent only over TLS: set the channel to tls or starttls.', status: null, isFinal: true }
  const [address] = await outgoing.resolve(host)
  const transport = createTransport({
    host: address?.address ?? host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // The certificate must be of the name that was configured, not of the address behind it.
    tls: isIP(host) === 0 ? { servername: host, minVersion: 'TLSv1.2' } : { minVersion: 'TLSv1.2' },
    ...(password !== null && { auth: { user: username ?? from, pass: password } }),
    connectionTimeout: silenceMaxMs,
    greetingTimeout: silenceMaxMs,
    socketTimeout: silenceMaxMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const sent = await transport.sendMail({
      from,
      to: [...mail.to],
      subject: mail.subject,
      messageId: mail.messageId,
      headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
      text: mail.text,
    })
    const refused = sent.rejected.length === 0 ? undefined : `Refused for ${sent.rejected.map(String).join(', ')}`
    if (refused === undefined) return { kind: 'sent', status: Number.parseInt(sent.response, 10) || null }
    // Some have it: sending again would give them a second copy.
    return { kind: 'failed', error: refused, status: null, isFinal: true }
  } catch (error) {
    return failureOf(error as Error & { readonly responseCode?: number })
  } finally {
    transport.close()
  }
}

/** 5xx is for good (RFC 5321, 4.2.1), except for a failed sign-in, which somebody may mend meanwhile. */
function failureOf(error: Error & { readonly responseCode?: number }): SendOutcome {
  const status = error.responseCode ?? null
  const isFinal = status !== null && status >= 500 && ![530, 534, 535].includes(status)
  return { kind: 'failed', error: error.message.replaceAll(/\s+/g, ' ').slice(0, 500), status, isFinal }
}
