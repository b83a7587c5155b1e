import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Outgoing } from '#platform/http/outgoing.ts'
import type { EmailSettings } from './channel.ts'
import { describeEvents } from './compose-message.ts'
import type { Message } from './message.ts'
import type { SendOutcome } from './send-outcome.ts'

/** Mail servers that delay their greeting on purpose do so for up to half a minute. */
const silenceMaxMs = 30_000

type Letter = { readonly deliveryId: string; readonly message: Message }
type Way = { readonly settings: EmailSettings; readonly password: string | null }

/**
 * Hands the message to the configured mail server, at the address that was checked, over TLS unless the channel says otherwise, and never a
 * password without it. The delivery's id is the Message-ID, so that a second copy can be told from another message.
 */
export async function sendEmail(
  { outgoing }: { readonly outgoing: Outgoing },
  letter: Letter,
  { settings, password }: Way,
): Promise<SendOutcome> {
  const { host, port, security, username, from, to } = settings
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
      to: [...to],
      subject: `[Reeve] ${letter.message.title}`,
      messageId: `<${letter.deliveryId}@reeve>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Reeve-Event': letter.message.kind },
      text: textOf(letter.message),
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

/** Text alone: nothing to escape, nothing to load, the same in every mail program. */
function textOf(message: Message): string {
  return [message.title, '', ...describeEvents(message), '', `Kind: ${message.kind}`].join('\n')
}

/** 5xx is for good (RFC 5321, 4.2.1), except for a failed sign-in, which somebody may mend meanwhile. */
function failureOf(error: Error & { readonly responseCode?: number }): SendOutcome {
  const status = error.responseCode ?? null
  const isFinal = status !== null && status >= 500 && ![530, 534, 535].includes(status)
  return { kind: 'failed', error: error.message.replaceAll(/\s+/g, ' ').slice(0, 500), status, isFinal }
}
