import type { Clock } from './clock.ts'
import { freshSchedule, isFresh, recordThrottle, reserveTokens, type ScheduleSpec, type ScheduleState } from './token-schedule.ts'

export type BucketSpec = ScheduleSpec & { readonly key: string }

/**
 * Where the buckets are kept that several processes draw on. `reserve` leases a slice of `count` tokens: it returns, for each, in how
 * many milliseconds from now it may be used. The database's implementation does the same under a row lock, by the same pure functions.
 */
export type BucketStore = {
  reserve(spec: BucketSpec, count: number): Promise<readonly number[]>
  throttled(spec: BucketSpec): Promise<void>
}

/** Buckets kept in memory, for one process and for the buckets of member accounts, which have one user. A quiet bucket is forgotten. */
export function createMemoryBucketStore(clock: Clock): BucketStore {
  const states = new Map<string, { state: ScheduleState; spec: BucketSpec }>()
  let sweepAtSize = 1024

  function write(spec: BucketSpec, state: ScheduleState) {
    states.set(spec.key, { state, spec })
    if (states.size < sweepAtSize) return
    const nowMs = clock.now()
    for (const [key, kept] of states) if (isFresh(kept.state, kept.spec, nowMs)) states.delete(key)
    sweepAtSize = Math.max(1024, states.size * 2)
  }

  return {
    async reserve(spec, count) {
      const nowMs = clock.now()
      const { state, atMs } = reserveTokens(states.get(spec.key)?.state ?? freshSchedule, spec, { nowMs, count })
      write(spec, state)
      return atMs.map((at) => at - nowMs)
    },
    async throttled(spec) {
      write(spec, recordThrottle(states.get(spec.key)?.state ?? freshSchedule, spec, clock.now()))
    },
  }
}
