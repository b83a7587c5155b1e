import type { Stream } from './streams.ts'

export type LaneOptions = {
  /** Streams of one lane draw on one bucket; lanes run beside each other. */
  readonly laneOf: (stream: Stream) => string
  /** Per lane. Enough to spend a burst at once and to hide latency behind the next token; the door's limiter sets the pace. */
  readonly concurrency: number
  /** True where a stream should go ahead of those that wait. */
  readonly isUrgent: (stream: Stream) => boolean
  /** Reads one page. Answers the streams to go on with: this one, if it has more pages, and those it led to. */
  readonly step: (stream: Stream) => Promise<readonly Stream[]>
}

type Lane = { readonly waiting: Stream[]; running: number }

/**
 * Steps through streams until none is left, every lane at its own pace. Rejects with the first failure once the steps under way have ended, so
 * that nothing still writes when the caller goes on.
 */
export function runLanes(streams: readonly Stream[], options: LaneOptions): Promise<void> {
  const lanes = new Map<string, Lane>()
  const failures: unknown[] = []
  return new Promise((resolve, reject) => {
    let running = 0

    function add(added: readonly Stream[]): void {
      for (const stream of added) {
        const key = options.laneOf(stream)
        const lane = lanes.get(key) ?? { waiting: [], running: 0 }
        lanes.set(key, lane)
        if (options.isUrgent(stream)) lane.waiting.unshift(stream)
        else lane.waiting.push(stream)
      }
    }

    function pump(): void {
      if (failures.length === 0) {
        for (const lane of lanes.values()) {
          while (lane.running < options.concurrency && lane.waiting.length > 0) start(lane, lane.waiting.shift())
        }
      }
      if (running > 0) return
      if (failures.length > 0) reject(failures[0])
      else resolve()
    }

    function start(lane: Lane, stream: Stream | undefined): void {
      if (stream === undefined) return
      lane.running += 1
      running += 1
      options
        .step(stream)
        .then(add, (error: unknown) => failures.push(error))
        .finally(() => {
          lane.running -= 1
          running -= 1
          pump()
        })
    }

    add(streams)
    pump()
  })
}
