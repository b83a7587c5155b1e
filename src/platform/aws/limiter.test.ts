import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rate } from './rates.ts'
import { type BucketStore, createMemoryBucketStore } from './bucket-store.ts'
import { createLimiter, type LimitedBucket } from './limiter.ts'
import { FakeClock } from './testing/fake-clock.ts'

const never = new AbortController().signal

function bucket(rate: Rate, key = 'b', leased = false): LimitedBucket {
  return { key, scope: 'account', rate, assumed: false, leased }
}

function limiterOn(clock: FakeClock, options: { share?: number; timeScale?: number; leased?: BucketStore } = {}) {
  const local = createMemoryBucketStore(clock)
  return createLimiter({ clock, share: options.share ?? 1, timeScale: options.timeScale ?? 1, leased: options.leased ?? local, local })
}

/** Runs `count` calls with so many at a time, and returns when each went, in milliseconds from the start. */
async function goTimes(clock: FakeClock, take: () => Promise<void>, load: { count: number; concurrency: number }): Promise<number[]> {
  const startMs = clock.now()
  const times: number[] = []
  let left = load.count
  const worker = async () => {
    while (left-- > 0) {
      await take()
      times.push(clock.now() - startMs)
    }
  }
  await clock.runUntil(Promise.all(Array.from({ length: load.concurrency }, worker)))
  return times
}

for (const { rate, share, count, concurrency } of [
  { rate: { perSecond: 10, burst: 15 }, share: 0.6, count: 130, concurrency: 8 },
  { rate: { perSecond: 2, burst: 2 }, share: 0.6, count: 18, concurrency: 4 },
  { rate: { perSecond: 600, burst: 60 }, share: 0.6, count: 1500, concurrency: 32 },
  { rate: { perSecond: 10, burst: 15 }, share: 1, count: 100, concurrency: 1 },
]) {
  test(`${count} calls at ${share} of ${rate.perSecond}/s finish within 1 % of (n − capacity) / (s · rate), ${concurrency} at a time`, async () => {
    const clock = new FakeClock()
    const limiter = limiterOn(clock, { share })
    const times = await goTimes(clock, () => limiter.take([bucket(rate)], never), { count, concurrency })
    const boundMs = (1000 * (count - Math.max(1, rate.burst * share))) / (rate.perSecond * share)
    assert.ok(times.at(-1)! >= boundMs - 1, `${times.at(-1)} < ${boundMs}`)
    assert.ok(times.at(-1)! <= boundMs * 1.01 + 1, `${times.at(-1)} > ${boundMs}`)
  })
}

test('callers are served in the order they came', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock)
  const order: number[] = []
  await clock.runUntil(
    Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        limiter.take([bucket({ perSecond: 5, burst: 1 })], never).then(() => order.push(index)),
      ),
    ),
  )
  assert.deepEqual(
    order,
    Array.from({ length: 20 }, (_, index) => index),
  )
})

test('an aborted wait rejects at once with its reason, leaves no timer, and its turn goes to the next', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock)
  const slow = bucket({ perSecond: 1, burst: 1 })
  await limiter.take([slow], never)
  const abort = new AbortController()
  const given = limiter.take([slow], abort.signal)
  const next = limiter.take([slow], never)
  await clock.advance(100)
  abort.abort(new Error('stop'))
  await assert.rejects(given, /stop/)
  const startMs = clock.now()
  await clock.runUntil(next)
  assert.equal(clock.now() - startMs, 900)
  assert.equal(clock.pendingTimers, 0)
})

test('a call waits for the account’s bucket and for the organization’s, whichever is tighter', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock)
  const buckets = [bucket({ perSecond: 10, burst: 1 }, 'account'), bucket({ perSecond: 4, burst: 1 }, 'organization')]
  const times = await goTimes(clock, () => limiter.take(buckets, never), { count: 41, concurrency: 8 })
  assert.ok(Math.abs(times.at(-1)! - 10_000) <= 200, String(times.at(-1)))
})

test('a time scale multiplies the refill and nothing else', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock, { timeScale: 10 })
  const times = await goTimes(clock, () => limiter.take([bucket({ perSecond: 1, burst: 2 })], never), { count: 12, concurrency: 3 })
  assert.deepEqual(times.slice(0, 3), [0, 0, 100])
  assert.equal(times.at(-1), 1000)
})

test('a throttle halves the pace for a while, and the full pace comes back', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock)
  const fast = bucket({ perSecond: 20, burst: 1 })
  await limiter.take([fast], never)
  await limiter.throttled([fast])
  const slow = await goTimes(clock, () => limiter.take([fast], never), { count: 20, concurrency: 2 })
  assert.ok(slow.at(-1)! > 1500, `twenty calls took ${slow.at(-1)} ms, not about two seconds`)
  await clock.advance(20_000)
  const again = await goTimes(clock, () => limiter.take([fast], never), { count: 21, concurrency: 2 })
  assert.ok(again.at(-1)! <= 1001, `twenty more calls took ${again.at(-1)} ms, not one second`)
})

test('a process that was held up does not catch up in a burst that AWS would refuse', async () => {
  const clock = new FakeClock()
  const limiter = limiterOn(clock, { share: 0.6 })
  const rate = { perSecond: 100, burst: 15 }
  const aws = awsBucket(clock, rate)
  let refused = 0
  let done = 0
  const worker = async () => {
    while (done < 600) {
      await limiter.take([bucket(rate)], never)
      done += 1
      if (!aws()) refused += 1
    }
  }
  const work = Promise.all(Array.from({ length: 200 }, worker))
  await clock.advance(1000)
  clock.stall(1500)
  await clock.runUntil(work)
  assert.equal(refused, 0)
})

test('a bucket store that fails fails the call that needs it, and the next call asks again', async () => {
  const clock = new FakeClock()
  const memory = createMemoryBucketStore(clock)
  let isDown = true
  const leased: BucketStore = {
    reserve: async (spec, count) => (isDown ? Promise.reject(new Error('database gone')) : memory.reserve(spec, count)),
    throttled: (spec) => memory.throttled(spec),
  }
  const limiter = limiterOn(clock, { leased })
  await assert.rejects(limiter.take([bucket({ perSecond: 1, burst: 1 }, 'x', true)], never), /database gone/)
  isDown = false
  await limiter.take([bucket({ perSecond: 1, burst: 1 }, 'x', true)], never)
})

/** AWS's bucket as the rival and we see it together: it refuses what exceeds it, and takes nothing for a refusal. */
function awsBucket(clock: FakeClock, { perSecond, burst }: Rate) {
  let tokens = burst
  let atMs = clock.now()
  return () => {
    tokens = Math.min(burst, tokens + ((clock.now() - atMs) / 1000) * perSecond)
    atMs = clock.now()
    if (tokens < 1 - 1e-9) return false
    tokens -= 1
    return true
  }
}

test('seven processes on one store keep within the share while a rival at 40 % of the bucket succeeds in at least 99.9 % of its calls', async () => {
  const clock = new FakeClock()
  const rate = { perSecond: 12, burst: 18 }
  const shared = createMemoryBucketStore(clock)
  const aws = awsBucket(clock, rate)
  const seconds = 200
  const ours = { ok: 0, refused: 0 }
  const rival = { ok: 0, refused: 0 }
  const stop = new AbortController()
  const endMs = clock.now() + seconds * 1000

  const processes = Array.from({ length: 7 }, () => limiterOn(clock, { share: 0.6, leased: shared }))
  const workers = processes.flatMap((limiter) =>
    Array.from({ length: 3 }, async () => {
      for (;;) {
        await limiter.take([bucket(rate, 'organization/o-a', true)], stop.signal).catch(() => {})
        if (stop.signal.aborted) return
        ours[aws() ? 'ok' : 'refused'] += 1
      }
    }),
  )
  const rivalBucket = limiterOn(clock, { share: 0.4 })
  const rivalWork = (async () => {
    while (clock.now() < endMs) {
      await rivalBucket.take([bucket(rate)], never)
      rival[aws() ? 'ok' : 'refused'] += 1
    }
    stop.abort(new Error('over'))
  })()
  await clock.runUntil(Promise.all([...workers, rivalWork]))

  const bound = 0.6 * (rate.burst + rate.perSecond * seconds)
  assert.ok(ours.ok + ours.refused <= bound + 1, `${ours.ok + ours.refused} calls exceed our share of ${bound}`)
  assert.ok(ours.ok + ours.refused >= bound * 0.98, `${ours.ok + ours.refused} calls leave our share of ${bound} unused`)
  assert.ok(rival.ok > 900)
  assert.ok(rival.refused / (rival.ok + rival.refused) <= 0.001, `the rival was refused ${rival.refused} times`)
  assert.ok(ours.refused / (ours.ok + ours.refused) <= 0.001, `we were refused ${ours.refused} times`)
})
