import { gzipSync } from 'node:zlib'
import { signBody } from '#features/notifications/index.ts'
import type { Outgoing } from '#platform/http/outgoing.ts'
import type { HttpsSettings } from '../sinks/sink.ts'
import type { Line } from './batch.ts'
import type { SendOutcome } from './send-outcome.ts'

export type HttpsTarget = {
  readonly settings: HttpsSettings
  readonly signingSecret: string | undefined
  readonly authorization: string | undefined
}
type Shipment = { readonly lines: readonly Line[]; readonly signal: AbortSignal }
const answerMaxMs = 30_000

/** Posts lines of JSON, signed as webhooks are. Any answer but 2xx is a failure, redirects included. */
export async function sendHttps(
  { outgoing, now }: { readonly outgoing: Outgoing; readonly now: () => Date },
  { settings, signingSecret, authorization }: HttpsTarget,
  { lines, signal }: Shipment,
): Promise<SendOutcome> {
  if (signingSecret === undefined) return { kind: 'failed', error: 'The sink has no signing key. Enter it again.' }
  const body = lines.map(({ text }) => `${text}\n`).join('')
  const {
    status,
    headers,
    body: answer,
  } = await outgoing.send({
    method: 'POST',
    url: settings.url,
    headers: {
      'content-type': 'application/x-ndjson',
      'user-agent': 'Reeve',
      // The same batch after a failure has the same name.
      'reeve-batch': `${lines[0]?.kind}-${lines[0]?.sequence}-${lines.at(-1)?.sequence}`,
      'reeve-signature': signBody(signingSecret, body, now()),
      ...(authorization !== undefined && { authorization }),
      ...(settings.gzip && { 'content-encoding': 'gzip' }),
    },
    body: settings.gzip ? gzipSync(body) : body,
    signal,
    timeoutMs: answerMaxMs,
  })
  if (status >= 200 && status < 300) return { kind: 'sent' }
  const why = status >= 300 && status < 400 ? 'redirects are not followed' : answer.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  const retryAfter = Number(headers['retry-after'])
  return {
    kind: 'failed',
    error: `HTTP ${status}${why === '' ? '' : `: ${why}`}`,
    ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  }
}
