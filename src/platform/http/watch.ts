import { AppError } from '#lib/app-error.ts'
import type { Glimpse, ServerEvent } from './define-route.ts'
import { problemOf } from './error-reply.ts'

/** Whoever loses a session, a role or a scope stops seeing what it let them see within this time, also in a stream that is open. */
const readmitEveryMs = 2_000

export type Watch = {
  /** What was seen before the stream began; its failure was an ordinary reply. */
  readonly first: Glimpse
  readonly everyMs: number
  /** Whether the caller may still look. Throws as it would for a new request. */
  readonly readmit: () => Promise<void>
  readonly look: () => Promise<Glimpse>
  readonly requestId: string
  readonly signal: AbortSignal
}

/**
 * One event whenever what is seen has changed, until it is over. A caller who may not look any more, or for whom the thing has gone, is
 * told by an event `problem`, whose data is the problem document that a new request would get, and the stream ends.
 */
export async function* watch({ first, everyMs, readmit, look, requestId, signal }: Watch): AsyncGenerator<ServerEvent> {
  const looksPerReadmission = Math.max(1, Math.floor(readmitEveryMs / everyMs))
  let told = ''
  let seen = first
  for (let looks = 1; ; looks++) {
    const { isOver, ...event } = seen
    const text = JSON.stringify(event)
    if (text !== told) yield event
    told = text
    if (isOver) return
    await pause(everyMs, signal)
    if (signal.aborted) return
    try {
      if (looks % looksPerReadmission === 0) await readmit()
      seen = await look()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      yield { event: 'problem', data: problemOf(error, requestId) }
      return
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(go, ms)
    signal.addEventListener('abort', go, { once: true })
    if (signal.aborted) go()
    function go(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', go)
      resolve()
    }
  })
}
