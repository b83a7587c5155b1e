import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import type { Lease } from '#platform/jobs/lease.ts'
import { findSink } from '../sinks/sink-queries.ts'
import { type Batch, readBatch } from './batch.ts'
import { sendBatch, type SendDeps } from './send-batch.ts'
import type { SendOutcome } from './send-outcome.ts'

export type DeliverDeps = SendDeps & { readonly db: Db }
type Turn = { readonly sinkId: string; readonly lease: Pick<Lease, 'assertHeld'>; readonly signal: AbortSignal }

/** Seconds between attempts: doubling, at most five minutes, so that an outage ends within that of its end. */
const waitMaxSeconds = 300
const retryAfterMaxSeconds = 3_600

/**
 * Sends a sink its next batch and moves its position. At least once and in order: the position moves only after the other side has taken the
 * batch, only from where the batch began, and only while the lease is ours; whoever dies in between sends the same batch again.
 */
export async function deliverNext(deps: DeliverDeps, { sinkId, lease, signal }: Turn): Promise<'sent' | 'idle' | 'failed'> {
  const state = await findSink(deps.db, sinkId)
  if (state === undefined || !state.sink.isEnabled) return 'idle'
  const { sink, progress } = state
  const batch = await readBatch(deps.db, state)
  if (batch.eventPosition === progress.eventPosition && batch.checkpointNumber === progress.checkpointNumber) return 'idle'
  if (isGathering(deps.now(), state.sink, { batch, lastSuccessAt: progress.lastSuccessAt })) return 'idle'
  const outcome = await sendBatch(deps, sink, { lines: batch.lines, signal })
  await deps.db.transaction().execute(async (tx) => {
    await lease.assertHeld(tx)
    const at = deps.now()
    const to = outcome.kind === 'sent' ? moved(batch, at) : putOff(outcome, { failures: progress.failures, at })
    await sql`
      update audit_sink_progress set ${to}
      where sink_id = ${sinkId} and event_position = ${progress.eventPosition} and checkpoint_number = ${progress.checkpointNumber}`.execute(
      tx,
    )
  })
  return outcome.kind
}

/** Into S3 goes one object per while, not one for every few seconds. A full batch does not wait. */
function isGathering(
  now: Date,
  { target }: NonNullable<Awaited<ReturnType<typeof findSink>>>['sink'],
  { batch, lastSuccessAt }: { readonly batch: Batch; readonly lastSuccessAt: Date | null },
): boolean {
  if (target.kind !== 's3' || lastSuccessAt === null) return false
  return batch.lines.length < 500 && now.getTime() - lastSuccessAt.getTime() < target.settings.everySeconds * 1000
}

function moved({ eventPosition, checkpointNumber }: Batch, at: Date) {
  return sql`event_position = ${eventPosition}, checkpoint_number = ${checkpointNumber}, failures = 0, next_attempt_at = null,
    last_success_at = ${at}`
}

function putOff(
  { error, retryAfterSeconds }: Extract<SendOutcome, { kind: 'failed' }>,
  { failures, at }: { readonly failures: number; readonly at: Date },
) {
  const doubled = Math.min(waitMaxSeconds, 2 ** Math.min(failures, 20))
  const seconds = Math.max(doubled, Math.min(retryAfterSeconds ?? 0, retryAfterMaxSeconds))
  const next = new Date(at.getTime() + seconds * 1000)
  return sql`failures = failures + 1, next_attempt_at = ${next}, last_error = ${error}, last_error_at = ${at}`
}
