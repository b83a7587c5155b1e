import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older messages are refused by a receiver that checks, so that a recorded one cannot be played again. */
export const signatureAgeMaxSeconds = 300

/** `t=<seconds since 1970>,v1=<hex HMAC-SHA-256 of "t.body">`: the time is signed along with the body. */
export function signBody(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${hmac(secret, seconds, body).toString('hex')}`
}

/** What a receiver does, as docs/notifications.md tells it: right key, untouched body, not older than five minutes. */
export function verifySignature(
  secret: string,
  { body, header, now }: { readonly body: string; readonly header: string; readonly now: Date },
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header)
  if (match === null) return false
  const seconds = Number(match[1])
  if (Math.abs(now.getTime() / 1000 - seconds) > signatureAgeMaxSeconds) return false
  return timingSafeEqual(hmac(secret, seconds, body), Buffer.from(match[2] ?? '', 'hex'))
}

function hmac(secret: string, seconds: number, body: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
}
