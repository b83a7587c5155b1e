import { AppError } from '#lib/app-error.ts'
import { assertNever } from '#lib/assert-never.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import { redactText } from '#platform/log/redact.ts'
import type { Sink } from '../sinks/sink.ts'
import { openSecrets, type SinkSecrets } from '../sinks/sink-secrets.ts'
import type { Line } from './batch.ts'
import { sendHttps } from './send-https.ts'
import type { SendOutcome } from './send-outcome.ts'
import { sendS3, type S3Deps } from './checkpoint-objects.writer.ts'
import { sendSyslog, type SyslogDeps } from './send-syslog.ts'

export type SendDeps = SyslogDeps & S3Deps & { readonly sealer: Sealer }
/** Shorter words, such as `Bearer`, are no secrets. */
const secretPartMin = 8

type Shipment = { readonly lines: readonly Line[]; readonly signal: AbortSignal }

/** Sends lines once. Never throws for what the other side does; what it answers names no secret. */
export async function sendBatch(deps: SendDeps, sink: Sink, shipment: Shipment): Promise<SendOutcome> {
  let secrets: SinkSecrets = {}
  try {
    secrets = openSecrets(deps.sealer, sink)
    const outcome = await sendTo(deps, { sink, secrets }, shipment)
    return outcome.kind === 'sent' ? outcome : { ...outcome, error: without(outcome.error, secrets) }
  } catch (error) {
    if (shipment.signal.aborted) throw error
    return { kind: 'failed', error: without(sentenceOf(error), secrets) }
  }
}

function sendTo(
  deps: SendDeps,
  { sink, secrets }: { readonly sink: Sink; readonly secrets: SinkSecrets },
  shipment: Shipment,
): Promise<SendOutcome> {
  const { target } = sink
  switch (target.kind) {
    case 'syslog':
      return sendSyslog(deps, { settings: target.settings, clientPrivateKey: secrets.clientPrivateKey }, shipment)
    case 'https':
      return sendHttps(
        deps,
        { settings: target.settings, signingSecret: secrets.signingSecret, authorization: secrets.authorization },
        shipment,
      )
    case 's3':
      return sendS3(deps, { settings: target.settings, externalId: secrets.externalId }, shipment)
    default:
      return assertNever(target, 'audit sink')
  }
}

function sentenceOf(error: unknown): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error
  return cause instanceof AppError || cause instanceof Error ? cause.message : String(cause)
}

/** A receiver may say back what it was sent, or a part of it. */
function without(text: string, secrets: SinkSecrets): string {
  const parts = Object.values(secrets).flatMap((secret) => (secret === undefined ? [] : [secret, ...secret.split(/\s+/)]))
  const long = parts.filter((part) => part.length >= secretPartMin)
  return redactText(long.reduce((said, part) => said.replaceAll(part, '[redacted]'), text)).slice(0, 500)
}
