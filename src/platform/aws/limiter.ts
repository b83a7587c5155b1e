import { atShare, type Bucket } from './buckets.ts'
import type { BucketSpec, BucketStore } from './bucket-store.ts'
import type { Clock } from './clock.ts'
import { recoveryPerSecond } from './token-schedule.ts'
import { TokenQueue } from './token-queue.ts'

export type LimiterOptions = {
  readonly clock: Clock
  /** Share of AWS's published rate and burst that we use, so that the owner's own tools keep working. */
  readonly share: number
  /** Multiplies refill for benchmarks against a simulated AWS whose clock runs as much faster. 1 in production. */
  readonly timeScale: number
  /** For buckets several processes draw on. */
  readonly leased: BucketStore
  /** For buckets with one user. */
  readonly local: BucketStore
}

export type Limiter = {
  /** Waits for a token of every bucket. Rejects when aborted. */
  take(buckets: readonly LimitedBucket[], signal: AbortSignal): Promise<void>
  /** Halves every bucket of a call that AWS throttled: its answer does not say which was empty. */
  throttled(buckets: readonly LimitedBucket[]): Promise<void>
}

export type LimitedBucket = Bucket & { readonly leased: boolean }

/** The queues of this process, one per bucket in use; an idle one is dropped, its state stays in the store. */
export function createLimiter(options: LimiterOptions): Limiter {
  const queues = new Map<string, TokenQueue>()

  function specOf(bucket: LimitedBucket): BucketSpec {
    const { ratePerSecond, capacity } = atShare(bucket.rate, options.share)
    return {
      key: bucket.key,
      ratePerSecond: ratePerSecond * options.timeScale,
      capacity,
      recoveryPerSecond: recoveryPerSecond * options.timeScale,
    }
  }
  const storeOf = (bucket: LimitedBucket) => (bucket.leased ? options.leased : options.local)

  async function takeOne(bucket: LimitedBucket, signal: AbortSignal) {
    const queue = queues.get(bucket.key) ?? new TokenQueue(specOf(bucket), storeOf(bucket), options.clock)
    queues.set(bucket.key, queue)
    try {
      await queue.take(signal)
    } finally {
      if (queue.isIdle) queues.delete(bucket.key)
    }
  }

  return {
    async take(buckets, signal) {
      for (const bucket of buckets) await takeOne(bucket, signal)
    },
    async throttled(buckets) {
      await Promise.all(buckets.map((bucket) => storeOf(bucket).throttled(specOf(bucket))))
    },
  }
}
