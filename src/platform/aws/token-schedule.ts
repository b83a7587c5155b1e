/**
 * A token bucket kept as one number: the time at which it would be full again (the generic cell rate algorithm). Because it hands out
 * *times* instead of tokens, nobody polls: a caller knows at once when its turn comes, and several processes can draw on one row.
 */
export type ScheduleState = {
  /** When the bucket would be full again if nobody drew on it. */
  readonly fullAtMs: number
  /** Share of the rate in force: halved on a throttle, grown back. */
  readonly factor: number
  readonly factorAtMs: number
}

export type ScheduleSpec = {
  readonly ratePerSecond: number
  readonly capacity: number
  /** How much of the factor grows back per second. */
  readonly recoveryPerSecond: number
}

/** Recovery from a halving takes ten seconds; at most 1/32 of the rate remains under a lasting storm. */
export const recoveryPerSecond = 0.05
const factorMin = 1 / 32
/** Throttles that arrive together are one signal: at most one halving in this time. */
const settleMs = 500

export const freshSchedule: ScheduleState = { fullAtMs: 0, factor: 1, factorAtMs: 0 }

/** Takes `count` tokens and returns when each may be used; n tokens of a full bucket take (n − capacity) / rate, never less. */
export function reserveTokens(
  state: ScheduleState,
  spec: ScheduleSpec,
  request: { readonly nowMs: number; readonly count: number },
): { readonly state: ScheduleState; readonly atMs: readonly number[] } {
  const { nowMs, count } = request
  const factor = factorAt(state, spec, nowMs)
  const intervalMs = 1000 / (spec.ratePerSecond * factor)
  const toleranceMs = (Math.max(1, spec.capacity * factor) - 1) * intervalMs
  const atMs: number[] = []
  let fullAtMs = state.fullAtMs
  for (let taken = 0; taken < count; taken++) {
    const base = Math.max(fullAtMs, nowMs)
    atMs.push(Math.max(nowMs, base - toleranceMs))
    fullAtMs = base + intervalMs
  }
  return { state: { fullAtMs, factor, factorAtMs: nowMs }, atMs }
}

/** After a throttle: half the rate, and an empty bucket, because AWS has just said that ours is. */
export function recordThrottle(state: ScheduleState, spec: ScheduleSpec, nowMs: number): ScheduleState {
  const current = factorAt(state, spec, nowMs)
  const settled = nowMs - state.factorAtMs >= settleMs || state.factor === 1
  const factor = settled ? Math.max(factorMin, current / 2) : state.factor
  const intervalMs = 1000 / (spec.ratePerSecond * factor)
  const toleranceMs = (Math.max(1, spec.capacity * factor) - 1) * intervalMs
  return { fullAtMs: Math.max(state.fullAtMs, nowMs + toleranceMs + intervalMs), factor, factorAtMs: settled ? nowMs : state.factorAtMs }
}

/** True when the state says no more than a fresh one would, so that it need not be remembered. */
export function isFresh(state: ScheduleState, spec: ScheduleSpec, nowMs: number): boolean {
  return state.fullAtMs <= nowMs && factorAt(state, spec, nowMs) >= 1
}

function factorAt(state: ScheduleState, spec: ScheduleSpec, nowMs: number): number {
  const grownSeconds = Math.max(0, nowMs - state.factorAtMs) / 1000
  return Math.min(1, state.factor + grownSeconds * spec.recoveryPerSecond)
}
