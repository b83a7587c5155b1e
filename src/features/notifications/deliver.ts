import type { Db, Tx } from '#platform/db/db.ts'
import type { EnqueueOptions, JobQueue } from '#platform/jobs/define-job.ts'
import type { Metrics } from '#platform/log/metrics.ts'
import type { Channel } from './channel.ts'
import { findBoundary, isWithin } from './channel-boundary.ts'
import { findChannel } from './channel-queries.ts'
import { claimDelivery, type Delivery, recordAttempt } from './delivery-queries.ts'
import { type SendDeps, sendMessage } from './send-message.ts'
import type { SendOutcome } from './send-outcome.ts'

export type DeliverDeps = SendDeps & {
  readonly db: Db
  readonly jobs: JobQueue<Tx>
  readonly metrics: Pick<Metrics, 'count'>
}

export type DeliverCall = {
  readonly signal: AbortSignal
  /** Enqueues this delivery's next attempt, in the transaction that records the last one. */
  readonly again: (jobs: JobQueue<Tx>, tx: Tx, next: { readonly deliveryId: string; readonly options: EnqueueOptions }) => Promise<unknown>
}

/** Waits between attempts, about eleven hours in all: long enough for a receiver's bad night. */
const waitsSeconds = [30, 120, 600, 1800, 3600, 10_800, 21_600] as const
const retryAfterMaxSeconds = 3600

/**
 * Tries one delivery once and records what came of it; a failed one is put off, at last given up and kept as dead. At least once: a process
 * killed between sending and recording sends again, with the same idempotency key.
 */
export async function deliver(deps: DeliverDeps, deliveryId: string, { signal, again }: DeliverCall): Promise<void> {
  const delivery = await claimDelivery(deps.db, deliveryId)
  if (delivery === undefined) return
  const channel = delivery.channelId === null ? undefined : await findChannel(deps.db, delivery.channelId)
  if (channel === undefined || !channel.isEnabled) {
    await deps.db
      .transaction()
      .execute((tx) =>
        recordAttempt(tx, delivery.id, { ...ended(deps), state: 'cancelled', error: 'The channel is switched off or removed.' }),
      )
    return
  }
  if (channel.boundTo !== null && !(await mayStillTell(deps, channel, delivery))) {
    const error = 'It tells of what lies beyond the reach of whoever made the channel.'
    await deps.db.transaction().execute((tx) => recordAttempt(tx, delivery.id, { ...ended(deps), state: 'cancelled', error }))
    return
  }
  const outcome = await sendMessage(deps, { channel, deliveryId: delivery.id, message: delivery.message, signal })
  await recordOutcome(deps, { delivery, outcome, again })
}

function mayStillTell({ db, now }: DeliverDeps, channel: Channel, { message }: Delivery): Promise<boolean> {
  return db.transaction().execute(async (tx) => isWithin(tx, message, await findBoundary(tx, channel, now())))
}

type Attempt = { readonly delivery: Delivery; readonly outcome: SendOutcome; readonly again: DeliverCall['again'] }

async function recordOutcome(deps: DeliverDeps, { delivery: { id, attempts, channelKind }, outcome, again }: Attempt): Promise<void> {
  const count = (result: string) =>
    deps.metrics.count('reeve_notification_attempts_total', 'Attempts to send a notification by outcome', {
      channel: channelKind,
      outcome: result,
    })
  if (outcome.kind === 'sent') {
    await deps.db
      .transaction()
      .execute((tx) => recordAttempt(tx, id, { ...ended(deps), state: 'sent', error: null, status: outcome.status }))
    return count('sent')
  }
  const { error, status } = outcome
  const wait = outcome.isFinal ? undefined : waitsSeconds[attempts - 1]
  if (wait === undefined) {
    await deps.db.transaction().execute((tx) => recordAttempt(tx, id, { ...ended(deps), state: 'dead', error, status }))
    return count('dead')
  }
  const seconds = Math.max(wait, Math.min(outcome.retryAfterSeconds ?? 0, retryAfterMaxSeconds))
  const at = deps.now()
  const nextAttemptAt = new Date(at.getTime() + seconds * 1000)
  await deps.db.transaction().execute(async (tx) => {
    if (!(await recordAttempt(tx, id, { state: 'queued', error, status, nextAttemptAt, at }))) return
    // A key of its own per attempt: this job still holds the last one.
    await again(deps.jobs, tx, { deliveryId: id, options: { startAfter: nextAttemptAt, singletonKey: `${id}:${attempts}` } })
  })
  count('retried')
}

export function ended({ now }: Pick<DeliverDeps, 'now'>) {
  return { nextAttemptAt: null, status: null, at: now() }
}
