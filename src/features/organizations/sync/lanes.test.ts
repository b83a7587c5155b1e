import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runLanes } from './lanes.ts'
import { newStream, type Stream } from './streams.ts'

const laneOf = (stream: Stream) => stream.kind
const isUrgent = () => false

test('every stream is stepped until it answers nothing more, and what it led to is read too', async () => {
  const seen: string[] = []
  await runLanes([newStream('roots')], {
    laneOf,
    isUrgent,
    concurrency: 2,
    step: (stream) => {
      seen.push(stream.stream)
      return Promise.resolve(stream.kind === 'roots' ? [newStream('ous', 'a'), newStream('ous', 'b')] : [])
    },
  })
  assert.deepEqual(seen.toSorted(), ['ous:a', 'ous:b', 'roots'])
})

test('a lane never runs more at once than its concurrency, and lanes do not wait for each other', async () => {
  let running = 0
  let peak = 0
  const streams = [...Array.from({ length: 10 }, (_, i) => newStream('ous', String(i))), newStream('roots')]
  await runLanes(streams, {
    laneOf,
    isUrgent,
    concurrency: 3,
    step: async (stream) => {
      if (stream.kind === 'roots') return []
      running += 1
      peak = Math.max(peak, running)
      await Promise.resolve()
      running -= 1
      return []
    },
  })
  assert.equal(peak, 3)
})

test('a failure ends the run only after the steps under way have ended, and starts no more', async () => {
  const ended: string[] = []
  let release = () => {}
  const slow = new Promise<void>((resolve) => (release = resolve))
  const run = runLanes([newStream('ous', 'slow'), newStream('roots'), newStream('ous', 'never')], {
    laneOf,
    isUrgent,
    concurrency: 1,
    step: async (stream) => {
      if (stream.kind === 'roots') {
        queueMicrotask(() => queueMicrotask(release))
        throw new Error('broken')
      }
      await slow
      ended.push(stream.stream)
      return []
    },
  })
  await assert.rejects(run, /broken/)
  assert.deepEqual(ended, ['ous:slow'])
})
