import { AppError } from '#lib/app-error.ts'
import { assertNever } from '#lib/assert-never.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Outgoing, OutgoingReply } from '#platform/http/outgoing.ts'
import { redactText } from '#platform/log/redact.ts'
import type { Channel } from './channel.ts'
import { describeEvents } from './compose-message.ts'
import type { Message } from './message.ts'
import { openSecret } from './secrets.ts'
import { sendEmail } from './send-email.ts'
import type { SendOutcome } from './send-outcome.ts'
import { signBody } from './signature.ts'

export type SendDeps = { readonly outgoing: Outgoing; readonly sealer: Sealer; readonly now: () => Date }
export type Letter = { readonly channel: Channel; readonly deliveryId: string; readonly message: Message; readonly signal: AbortSignal }

/** Sends one message once. Never throws for what the other side does; errors name no secret. */
export async function sendMessage(deps: SendDeps, letter: Letter): Promise<SendOutcome> {
  const secret = openSecret(deps.sealer, letter.channel)
  try {
    return await sendThrough(deps, letter, secret)
  } catch (error) {
    if (letter.signal.aborted) throw error
    return { kind: 'failed', error: sentenceOf(error, secret), status: null, isFinal: false }
  }
}

function sendThrough(deps: SendDeps, letter: Letter, secret: string | null): Promise<SendOutcome> {
  const { target } = letter.channel
  switch (target.kind) {
    case 'email':
      return sendEmail(deps, letter, { settings: target.settings, password: secret })
    case 'slack':
      return sendSlack(deps, letter, secret)
    case 'webhook':
      return sendWebhook(deps, letter, { url: target.settings.url, secret })
    default:
      return assertNever(target, 'channel')
  }
}

async function sendSlack({ outgoing }: SendDeps, { message, signal }: Letter, secretUrl: string | null): Promise<SendOutcome> {
  if (secretUrl === null) return noSecret('Slack address')
  const reply = await outgoing.send({
    method: 'POST',
    url: secretUrl,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(slackBody(message)),
    signal,
  })
  return judge(reply)
}

/** Slack's limit of a text block: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const slackTextMax = 2900

/** `plain_text` everywhere: a name that holds Slack's markup or mentions must neither format nor page anybody. */
function slackBody(message: Message): object {
  const lines = describeEvents(message).join('\n')
  const text = lines.length > slackTextMax ? `${lines.slice(0, slackTextMax)}…` : lines
  return {
    text: message.title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: message.title.slice(0, 150), emoji: false } },
      { type: 'section', text: { type: 'plain_text', text, emoji: false } },
    ],
  }
}

async function sendWebhook(
  { outgoing, now }: SendDeps,
  { deliveryId, message, signal }: Letter,
  to: { readonly url: string; readonly secret: string | null },
): Promise<SendOutcome> {
  if (to.secret === null) return noSecret('signing key')
  const body = JSON.stringify({ id: deliveryId, ...message })
  const reply = await outgoing.send({
    method: 'POST',
    url: to.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Reeve',
      'reeve-delivery': deliveryId,
      'reeve-event': message.kind,
      'reeve-signature': signBody(to.secret, body, now()),
    },
    body,
    signal,
  })
  return judge(reply)
}

/** 410 says "never again" (RFC 9110); any other refusal may be mended, on either side, before the attempts are used up. */
function judge({ status, headers, body }: OutgoingReply): SendOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent', status }
  const retryAfter = Number(headers['retry-after'])
  const why = status >= 300 && status < 400 ? 'redirects are not followed' : body.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  return {
    kind: 'failed',
    error: `HTTP ${status}${why === '' ? '' : `: ${why}`}`,
    status,
    isFinal: status === 410,
    ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  }
}

function noSecret(what: string): SendOutcome {
  return { kind: 'failed', error: `The channel has no ${what}. Enter it again.`, status: null, isFinal: true }
}

function sentenceOf(error: unknown, secret: string | null): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error
  const text = cause instanceof AppError || cause instanceof Error ? cause.message : String(cause)
  return redactText(secret === null ? text : text.replaceAll(secret, '[redacted]')).slice(0, 500)
}
