import { recordAudit } from '#platform/audit/audit.ts'
import { findNewest } from '#platform/audit/checkpoint-store.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import type { Db } from '#platform/db/db.ts'
import { type Line, lineOfCheckpoint, testLine } from '../stream/batch.ts'
import { readBucketLock } from '../stream/checkpoint-objects.collector.ts'
import { openS3, type S3Target } from '../stream/s3-session.ts'
import { sendBatch, type SendDeps } from '../stream/send-batch.ts'
import { sinkNotFound } from './edit-sink.ts'
import { findSink, retryNow } from './sink-queries.ts'
import type { Sink } from './sink.ts'
import { openSecrets } from './sink-secrets.ts'

export type TestSinkDeps = SendDeps & { readonly db: Db }
export type TestResult = { readonly isAccepted: boolean; readonly detail: string }

/**
 * Sends something now, once, and says what came of it. Into S3 goes the newest checkpoint, because what is put there cannot be taken away
 * again, and only once the bucket is known to have Object Lock. A sink that works again is not waited for any longer.
 */
export async function testSink(
  deps: TestSinkDeps,
  actor: Actor,
  { ref, signal }: { readonly ref: string; readonly signal: AbortSignal },
): Promise<TestResult> {
  const state = await findSink(deps.db, ref)
  if (state === undefined) throw sinkNotFound(ref)
  const result = await attempt(deps, state.sink, { actor, signal })
  await deps.db.transaction().execute(async (tx) => {
    if (result.isAccepted) await retryNow(tx, state.sink.id)
    await recordAudit(tx, {
      actor,
      action: 'audit.sink_tested',
      subject: `audit-sink:${state.sink.id}`,
      result: result.isAccepted ? 'done' : 'failed',
      after: { detail: result.detail },
      at: deps.now(),
    })
  })
  return result
}

async function attempt(deps: TestSinkDeps, sink: Sink, call: { readonly actor: Actor; readonly signal: AbortSignal }): Promise<TestResult> {
  const { target } = sink
  if (target.kind !== 's3') return send(deps, sink, { lines: [testLine(sink.name, deps.now())], signal: call.signal })
  const { externalId } = openSecrets(deps.sealer, sink)
  const refusal = await refuseUnlocked(deps, { settings: target.settings, externalId }, { actor: call.actor.id, signal: call.signal })
  if (refusal !== undefined) return { isAccepted: false, detail: refusal }
  const newest = await findNewest(deps.db)
  if (newest === undefined) return { isAccepted: true, detail: 'The bucket has Object Lock. There is no checkpoint yet to write.' }
  return send(deps, sink, { lines: [lineOfCheckpoint(newest)], signal: call.signal })
}

async function send(
  deps: TestSinkDeps,
  sink: Sink,
  shipment: { readonly lines: readonly Line[]; readonly signal: AbortSignal },
): Promise<TestResult> {
  const outcome = await sendBatch(deps, sink, shipment)
  if (outcome.kind === 'failed') return { isAccepted: false, detail: outcome.error }
  return {
    isAccepted: true,
    detail: sink.target.kind === 's3' ? 'The newest checkpoint was written under its lock.' : accepted[sink.target.kind],
  }
}

const accepted = {
  https: 'The receiver accepted a test message.',
  syslog: 'A test message was sent. Look for it in the log of the receiver, because syslog has no receipts.',
} as const

async function refuseUnlocked({ door }: TestSinkDeps, target: S3Target, work: Work): Promise<string | undefined> {
  const session = await openS3(door, target, work)
  if (session.kind !== 'ok') return explainFailure(session)
  const { bucket } = target.settings
  const lock = await readBucketLock({ door, session: session.value, work }, target.settings)
  if (lock.kind === 'ok' && lock.value.isEnabled) return undefined
  if (lock.kind === 'ok' || (lock.kind === 'rejected' && lock.code === 'ObjectLockConfigurationNotFoundError'))
    return `The bucket ${bucket} has no Object Lock, so whoever may write to it could replace checkpoints. Switch it on: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled, then aws s3api put-object-lock-configuration --bucket ${bucket} --object-lock-configuration ObjectLockEnabled=Enabled.`
  return explainFailure(lock)
}
