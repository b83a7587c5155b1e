import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  freshSchedule,
  isFresh,
  recordThrottle,
  recoveryPerSecond,
  reserveTokens,
  type ScheduleSpec,
  type ScheduleState,
} from './token-schedule.ts'

const anySpec = fc
  .record({
    ratePerSecond: fc.double({ min: 0.03, max: 600, noNaN: true }),
    capacity: fc.integer({ min: 10, max: 600 }).map((tenths) => tenths / 10),
  })
  .map((spec): ScheduleSpec => ({ ...spec, recoveryPerSecond }))
const start = 1_000_000

test('n tokens of a full bucket take exactly (n − capacity) / rate, and the burst goes at once', () => {
  fc.assert(
    fc.property(anySpec, fc.integer({ min: 1, max: 200 }), (spec, count) => {
      const { atMs } = reserveTokens(freshSchedule, spec, { nowMs: start, count })
      const expected = start + (1000 * Math.max(0, count - spec.capacity)) / spec.ratePerSecond
      assert.ok(Math.abs(atMs.at(-1)! - expected) < 0.01)
      assert.equal(atMs.filter((at) => at - start < 0.01).length, Math.min(count, Math.floor(spec.capacity + 1e-9)))
    }),
  )
})

test('whenever and however tokens are taken, no window holds more than capacity + rate · length', () => {
  const anyDraws = fc.array(fc.record({ pauseMs: fc.integer({ min: 0, max: 3000 }), count: fc.integer({ min: 1, max: 10 }) }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(anySpec, anyDraws, (spec, draws) => {
      let state: ScheduleState = freshSchedule
      let nowMs = start
      const used: number[] = []
      for (const { pauseMs, count } of draws) {
        nowMs += pauseMs
        const reserved = reserveTokens(state, spec, { nowMs, count })
        state = reserved.state
        used.push(...reserved.atMs)
      }
      assert.deepEqual(
        used,
        used.toSorted((a, b) => a - b),
      )
      for (let first = 0; first < used.length; first++) {
        for (let last = first; last < used.length; last++) {
          const allowed = spec.capacity + ((used[last]! - used[first]!) / 1000) * spec.ratePerSecond
          assert.ok(last - first + 1 <= allowed + 1e-3)
        }
      }
    }),
  )
})

test('a throttle empties the bucket and halves the rate; throttles that arrive together halve it once', () => {
  const spec: ScheduleSpec = { ratePerSecond: 10, capacity: 5, recoveryPerSecond }
  let state = recordThrottle(freshSchedule, spec, start)
  assert.equal(state.factor, 0.5)
  state = recordThrottle(recordThrottle(state, spec, start + 1), spec, start + 100)
  assert.equal(state.factor, 0.5)
  const { atMs } = reserveTokens(state, spec, { nowMs: start + 100, count: 1 })
  assert.ok(atMs[0]! >= start + 100 + 195, 'the first call waits for a token at half the rate')
  assert.ok(Math.abs(recordThrottle(state, spec, start + 1100).factor - 0.2775) < 1e-9)
})

test('after ten quiet seconds a halved bucket is whole again, and then there is nothing to remember', () => {
  const spec: ScheduleSpec = { ratePerSecond: 10, capacity: 5, recoveryPerSecond }
  const state = recordThrottle(freshSchedule, spec, start)
  assert.equal(isFresh(state, spec, start + 9_900), false)
  assert.equal(isFresh(state, spec, start + 10_001), true)
  const { atMs } = reserveTokens(state, spec, { nowMs: start + 20_000, count: 6 })
  assert.deepEqual(
    atMs.map((at) => Math.round(at - start - 20_000)),
    [0, 0, 0, 0, 0, 100],
  )
})

test('a lasting storm leaves a trickle, never nothing', () => {
  const spec: ScheduleSpec = { ratePerSecond: 10, capacity: 5, recoveryPerSecond }
  let state: ScheduleState = freshSchedule
  for (let second = 0; second < 60; second++) state = recordThrottle(state, spec, start + second * 600)
  assert.ok(state.factor >= 1 / 32)
})
