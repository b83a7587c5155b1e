import type { CallMeter } from '#platform/aws/door.ts'
import type { Spending } from './sync-runs.ts'

export type CallTally = CallMeter & {
  /** What was spent since the last time this was asked. */
  take(): Spending
}

/** Counts every request that went to AWS, retries and throttled ones included. */
export function createCallTally(): CallTally {
  let apiCalls: Record<string, number> = {}
  let throttled = 0
  return {
    record(call) {
      apiCalls[call.operation] = (apiCalls[call.operation] ?? 0) + call.attempts
      throttled += call.throttles
    },
    take() {
      const spent = { apiCalls, throttled }
      apiCalls = {}
      throttled = 0
      return spent
    },
  }
}
