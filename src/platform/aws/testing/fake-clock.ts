import type { Clock } from '../clock.ts'

type Timer = { readonly atMs: number; readonly run: () => void }

/** A clock that moves only when told to, or, with `runUntil`, from timer to timer as fast as the work allows. */
export class FakeClock implements Clock {
  #nowMs: number
  #timers = new Set<Timer>()

  constructor(startMs = Date.parse('2026-11-21T12:00:00Z')) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  /** Moves on to `toMs`, running what falls due on the way in order. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs
    for (;;) {
      await settle()
      const next = this.#next()
      if (next === undefined || next.atMs > untilMs) break
      this.#fire(next)
    }
    this.#nowMs = untilMs
    await settle()
  }

  /** Time passes while nothing runs: every timer on the way is late. */
  stall(byMs: number): void {
    this.#nowMs += byMs
  }

  /** Jumps from timer to timer until `done` settles; fails when nothing is left that could settle it. */
  async runUntil<T>(done: Promise<T>): Promise<T> {
    // Modules that load on first use and files take real time; work that waits for nothing at all is a bug.
    const giveUpAtMs = performance.now() + 10_000
    let isDone = false
    const mark = () => {
      isDone = true
    }
    done.then(mark, mark)
    for (;;) {
      await settle()
      if (isDone) return done
      const next = this.#next()
      if (next === undefined) {
        if (performance.now() > giveUpAtMs) throw new Error('The clock has no timer left, and the work is not done.')
        continue
      }
      this.#fire(next)
    }
  }

  #next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) if (first === undefined || timer.atMs < first.atMs) first = timer
    return first
  }

  #fire(timer: Timer) {
    this.#timers.delete(timer)
    this.#nowMs = Math.max(this.#nowMs, timer.atMs)
    timer.run()
  }
}

/** Lets promise chains that need no timer run to their end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}
