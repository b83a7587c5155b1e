import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { findChannel } from './channel-queries.ts'
import { composeTestMessage } from './compose-message.ts'
import { ended } from './deliver.ts'
import { claimDelivery, insertDelivery, recordAttempt } from './delivery-queries.ts'
import { notFound } from './edit-channel.ts'
import { type SendDeps, sendMessage } from './send-message.ts'

export type TestChannelDeps = SendDeps & { readonly db: Db; readonly newId: () => string }
export type TestResult = {
  readonly deliveryId: string
  readonly isSent: boolean
  readonly status: number | null
  readonly error: string | null
}

/** Sends a test message now, once, and says what the other side said; it stands in the log like any other. */
export async function testChannel(
  deps: TestChannelDeps,
  actor: Actor,
  { ref, signal }: { readonly ref: string; readonly signal: AbortSignal },
): Promise<TestResult> {
  const channel = await findChannel(deps.db, ref)
  if (channel === undefined) throw notFound(ref)
  const id = deps.newId()
  const at = deps.now()
  const message = composeTestMessage(channel.name, at)
  await deps.db.transaction().execute(async (tx) => {
    await insertDelivery(tx, { id, channel, message, at })
    await recordAudit(tx, { actor, action: 'notification.channel_tested', subject: `channel:${channel.id}`, at })
  })
  await claimDelivery(deps.db, id)
  const outcome = await sendMessage(deps, { channel, deliveryId: id, message, signal })
  const error = outcome.kind === 'failed' ? outcome.error : null
  await deps.db
    .transaction()
    .execute((tx) =>
      recordAttempt(tx, id, { ...ended(deps), state: outcome.kind === 'sent' ? 'sent' : 'dead', error, status: outcome.status }),
    )
  return { deliveryId: id, isSent: outcome.kind === 'sent', status: outcome.status, error }
}
