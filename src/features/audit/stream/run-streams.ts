import { acquireLease, LeaseLostError } from '#platform/jobs/lease.ts'
import { listDueSinkIds } from '../sinks/sink-queries.ts'
import { deliverNext, type DeliverDeps } from './deliver.ts'

export type StreamOptions = DeliverDeps & {
  /** Names this process in leases: another one after every start. */
  readonly holder: string
  readonly onTrouble: (error: unknown) => void
}

export type AuditStreams = {
  /** Looks now which sinks have something to be sent, and resolves when each has been given all it takes for the moment. */
  pass(): Promise<void>
  /** Lets nothing more begin and gives up what is on its way: it is sent again by whoever comes next. */
  close(): Promise<void>
}

const passEveryMs = 1_000
/** A dead process's sinks are taken over after this; renewed three times as often. */
const leaseMs = 15_000

/**
 * Streams the trail to its sinks for as long as the process runs. Each sink has a flow of its own, so that one which hangs holds up no other,
 * and one process at a time, by a lease, so that order is kept. Writing events waits for none of it.
 */
export function startAuditStreams(options: StreamOptions): AuditStreams {
  const closing = new AbortController()
  const running = new Map<string, Promise<void>>()

  async function flow(sinkId: string): Promise<void> {
    const taken = await acquireLease(options.db, { key: `audit-sink:${sinkId}`, holder: `${options.holder}:${sinkId}`, ttlMs: leaseMs })
    if (taken.kind === 'held') return
    const { lease } = taken
    const signal = AbortSignal.any([closing.signal, lease.signal])
    try {
      while (!signal.aborted && (await deliverNext(options, { sinkId, lease, signal })) === 'sent');
    } finally {
      await lease.release()
    }
  }

  function start(sinkId: string): Promise<void> {
    const current = running.get(sinkId)
    if (current !== undefined) return current
    const fresh = flow(sinkId)
      .catch((error: unknown) => {
        if (!closing.signal.aborted && !(error instanceof LeaseLostError)) options.onTrouble(error)
      })
      .finally(() => running.delete(sinkId))
    running.set(sinkId, fresh)
    return fresh
  }

  async function pass(): Promise<void> {
    if (closing.signal.aborted) return
    const due = await listDueSinkIds(options.db, options.now())
    await Promise.all(due.map(start))
  }

  const timer = setInterval(() => void pass().catch(options.onTrouble), passEveryMs)
  timer.unref()
  return {
    pass,
    close: async () => {
      clearInterval(timer)
      closing.abort(new Error('The process is stopping.'))
      await Promise.all(running.values())
    },
  }
}
