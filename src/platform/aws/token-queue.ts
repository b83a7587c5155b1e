import type { BucketSpec, BucketStore } from './bucket-store.ts'
import type { Clock } from './clock.ts'

type Waiter = { readonly admit: () => void; readonly fail: (error: unknown) => void }

/** Tokens are leased at most this far ahead, so that a process that stops wastes little of what others could have used. */
const horizonSeconds = 2
const sliceMax = 100

/**
 * First come, first served on one bucket. It leases only as many tokens as there are callers waiting, sleeps exactly until the next one
 * is due, and leases the next slice before this one is used up, so that the bucket's rate is reached and not merely approached.
 */
export class TokenQueue {
  readonly #spec: BucketSpec
  readonly #store: BucketStore
  readonly #clock: Clock
  readonly #waiters = new Set<Waiter>()
  readonly #sliceMax: number
  #dueAtMs: number[] = []
  #leasing = false
  #cancelTimer: (() => void) | undefined
  /** When this process's own pace would allow a full burst again. */
  #pacedUntilMs = 0

  constructor(spec: BucketSpec, store: BucketStore, clock: Clock) {
    this.#spec = spec
    this.#store = store
    this.#clock = clock
    this.#sliceMax = Math.min(sliceMax, Math.max(1, Math.ceil(spec.ratePerSecond * horizonSeconds)))
  }

  get isIdle(): boolean {
    return this.#waiters.size === 0 && !this.#leasing
  }

  /** Resolves when this caller may go; rejects with the signal's reason when aborted, and its turn passes to the next. */
  take(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const onAbort = () => {
        this.#waiters.delete(waiter)
        this.#advance()
        reject(signal.reason)
      }
      const waiter: Waiter = {
        admit: () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        fail: (error) => {
          signal.removeEventListener('abort', onAbort)
          reject(error)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiters.add(waiter)
      this.#advance()
    })
  }

  #advance() {
    const nowMs = this.#clock.now()
    // Saved-up tokens would make a burst that AWS did not grant: what nobody waits for is given up.
    if (this.#waiters.size === 0) this.#dueAtMs = []
    for (const waiter of this.#waiters) {
      const goesAtMs = this.#nextGoesAtMs()
      if (goesAtMs === undefined || goesAtMs > nowMs) break
      this.#dueAtMs.shift()
      this.#pacedUntilMs = Math.max(this.#pacedUntilMs, nowMs) + 1000 / this.#spec.ratePerSecond
      this.#waiters.delete(waiter)
      waiter.admit()
    }
    this.#schedule(nowMs)
    this.#lease()
  }

  #schedule(nowMs: number) {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const goesAtMs = this.#nextGoesAtMs()
    if (goesAtMs === undefined || this.#waiters.size === 0) return
    this.#cancelTimer = this.#clock.after(goesAtMs - nowMs, () => this.#advance())
  }

  /**
   * A process that was held up (a long computation, a paused machine) finds many of its tokens due at once; AWS's bucket was full long
   * before that. So tokens also leave at the bucket's own pace, with half a token of slack for timers that are a little late.
   */
  #nextGoesAtMs(): number | undefined {
    const dueAtMs = this.#dueAtMs[0]
    if (dueAtMs === undefined) return undefined
    const toleranceMs = ((this.#spec.capacity - 0.5) * 1000) / this.#spec.ratePerSecond
    return Math.max(dueAtMs, this.#pacedUntilMs - toleranceMs)
  }

  #lease() {
    const missing = this.#waiters.size - this.#dueAtMs.length
    if (this.#leasing || missing <= 0 || this.#dueAtMs.length > this.#sliceMax / 2) return
    this.#leasing = true
    const count = Math.min(missing, this.#sliceMax)
    this.#store.reserve(this.#spec, count).then(
      (delaysMs) => {
        const nowMs = this.#clock.now()
        this.#leasing = false
        this.#dueAtMs.push(...delaysMs.map((delayMs) => nowMs + delayMs))
        this.#advance()
      },
      (error: unknown) => {
        this.#leasing = false
        const waiting = [...this.#waiters]
        this.#waiters.clear()
        for (const waiter of waiting) waiter.fail(error)
      },
    )
  }
}
