import { randomUUID } from 'node:crypto'
import { createChannel } from '#features/notifications/edit-channel.ts'
import { channelForm, type Channel } from '#features/notifications/channel.ts'
import { deliver } from '#features/notifications/deliver.ts'
import { fanOut } from '#features/notifications/fan-out.ts'
import { type Delivery, listDeliveries } from '#features/notifications/delivery-queries.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import type { Tx } from '#platform/db/db.ts'
import { createOutgoing, type OutgoingOptions } from '#platform/http/outgoing.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import type { TestDatabase } from './database.ts'
import { operator } from './organization-world.ts'

/** Notifications on a given database: a clock to turn, jobs that are noted down and run when asked. */
export function openNotificationWorld(
  { db }: Pick<TestDatabase, 'db'>,
  allow: readonly string[] = ['127.0.0.1'],
  lookup?: OutgoingOptions['lookup'],
) {
  const clock = { at: new Date('2026-11-21T12:00:00Z') }
  const waiting: { readonly deliveryId: string; readonly startAfter: Date | undefined }[] = []
  const jobs: JobQueue<Tx> = {
    enqueue: async (_tx, _job, payload, options) => {
      waiting.push({ deliveryId: (payload as { deliveryId: string }).deliveryId, startAfter: options?.startAfter })
      return randomUUID()
    },
  }
  const deps = {
    db,
    jobs,
    sealer: createSealer(openKeyRing({ kind: 'given', text: generateMasterKey() })),
    outgoing: createOutgoing({ allow, ...(lookup && { lookup }) }),
    metrics: createMetrics(),
    now: () => clock.at,
    newId: randomUUID,
  }
  const signal = new AbortController().signal
  return {
    deps,
    clock,
    waiting,
    signal,
    addChannel: async (form: Readonly<Record<string, unknown>>): Promise<{ channel: Channel; generatedSecret: string | undefined }> =>
      createChannel(deps, operator, { form: channelForm.parse(form) }),
    fanOut: () => fanOut(deps, signal),
    /** Runs what is due, attempts that these put off included as far as the clock allows. */
    deliverDue: async (): Promise<void> => {
      for (let i = 0; i < waiting.length;) {
        const job = waiting[i]
        if (job === undefined || (job.startAfter !== undefined && job.startAfter > clock.at)) i++
        else {
          waiting.splice(i, 1)
          await deliver(deps, job.deliveryId, {
            signal,
            again: (queue, tx, { deliveryId, options }) => queue.enqueue(tx, { name: 'again' } as never, { deliveryId }, options),
          })
        }
      }
    },
    deliveries: (): Promise<Delivery[]> => listDeliveries(db, { limit: 1000 }),
  }
}
