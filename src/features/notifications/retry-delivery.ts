import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { reviveDelivery } from './delivery-queries.ts'
import { notificationErrors } from './errors.ts'
import { deliverJob } from './jobs/deliver.job.ts'

export type RetryDeliveryDeps = { readonly db: Db; readonly jobs: JobQueue<Tx>; readonly now: () => Date; readonly newId: () => string }

/** Puts a dead delivery back, to be tried at once and as often as a new one. */
export async function retryDelivery(deps: RetryDeliveryDeps, actor: Actor, id: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const at = deps.now()
    const found = await reviveDelivery(tx, id, at)
    if (found === undefined) throw notificationErrors.delivery_not_found(`No delivery ${id}.`)
    if (!found.isRevived)
      throw notificationErrors.delivery_not_dead(
        found.before.channelId === null ? `The channel of ${id} was removed.` : `Delivery ${id} is ${found.before.state}, not dead.`,
      )
    await deps.jobs.enqueue(tx, deliverJob, { deliveryId: id }, { singletonKey: `${id}:${deps.newId()}` })
    await recordAudit(tx, { actor, action: 'notification.delivery_retried', subject: `delivery:${id}`, at })
  })
}
