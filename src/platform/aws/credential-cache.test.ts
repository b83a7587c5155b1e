import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CredentialCache, refreshBeforeMs } from './credential-cache.ts'
import type { Identity } from './dispatcher.ts'
import type { Outcome } from './outcome.ts'
import { FakeClock } from './testing/fake-clock.ts'

const hourMs = 3_600_000

function identity(accessKeyId: string, expiresAtMs: number | undefined): Outcome<Identity> {
  return {
    kind: 'ok',
    value: {
      identity: 'i',
      accountId: '111111111111',
      partition: 'aws',
      principalArn: 'arn',
      credentials: { accessKeyId, secretAccessKey: 's' },
      expiresAtMs,
      callerAccountId: '1',
      organizationId: undefined,
    },
  }
}

const keyIn = (outcome: Outcome<Identity>) => (outcome.kind === 'ok' ? outcome.value.credentials?.accessKeyId : outcome.kind)

test('one flight serves all who ask at once', async () => {
  const cache = new CredentialCache(new FakeClock())
  let flights = 0
  const fetch = async () => {
    flights += 1
    await new Promise((resolve) => setImmediate(resolve))
    return identity(`A${flights}`, undefined)
  }
  const outcomes = await Promise.all(Array.from({ length: 500 }, () => cache.get('k', fetch)))
  assert.equal(flights, 1)
  assert.deepEqual([...new Set(outcomes.map(keyIn))], ['A1'])
})

test('credentials are renewed five minutes before they expire, not earlier', async () => {
  const clock = new FakeClock()
  const cache = new CredentialCache(clock)
  let flights = 0
  const fetch = async () => identity(`A${++flights}`, clock.now() + hourMs)
  await cache.get('k', fetch)
  await clock.advance(hourMs - refreshBeforeMs - 1)
  assert.equal(keyIn(await cache.get('k', fetch)), 'A1')
  await clock.advance(1)
  assert.equal(keyIn(await cache.get('k', fetch)), 'A2')
})

test('a renewal that fails leaves living credentials in use, and dying ones not', async () => {
  const clock = new FakeClock()
  const cache = new CredentialCache(clock)
  await cache.get('k', async () => identity('A1', clock.now() + hourMs))
  const failing = async (): Promise<Outcome<Identity>> => ({ kind: 'network', code: 'ECONNRESET', message: 'm', attempts: 5 })
  await clock.advance(hourMs - 60_000)
  assert.equal(keyIn(await cache.get('k', failing)), 'A1')
  await clock.advance(55_000)
  assert.equal(keyIn(await cache.get('k', failing)), 'network')
})

test('a source with only short-lived credentials left is asked at most every thirty seconds', async () => {
  const clock = new FakeClock()
  const cache = new CredentialCache(clock)
  const endMs = clock.now() + 120_000
  let flights = 0
  const fetch = async () => identity(`A${++flights}`, endMs)
  for (let second = 0; second < 100; second++) {
    assert.ok(keyIn(await cache.get('k', fetch))?.startsWith('A'))
    await clock.advance(1000)
  }
  assert.ok(flights <= 4, `${flights} flights in 100 s`)
})

test('refusals are not kept', async () => {
  const cache = new CredentialCache(new FakeClock())
  assert.equal(keyIn(await cache.get('k', async () => ({ kind: 'rejected', code: 'c', message: 'm' }))), 'rejected')
  assert.equal(keyIn(await cache.get('k', async () => identity('A1', undefined))), 'A1')
})

test('what was forgotten while it was being fetched does not land in the cache', async () => {
  const cache = new CredentialCache(new FakeClock())
  let land = () => {}
  const flight = cache.get('k', () => new Promise((resolve) => (land = () => resolve(identity('OLD', undefined)))))
  await new Promise((resolve) => setImmediate(resolve))
  cache.forget('k')
  land()
  await flight
  assert.equal(keyIn(await cache.get('k', async () => identity('NEW', undefined))), 'NEW')
})

test('memory is bounded: beyond the limit the least recently used goes', async () => {
  const cache = new CredentialCache(new FakeClock(), 3)
  const ask = async (key: string) => keyIn(await cache.get(key, async () => identity(`new-${key}`, undefined)))
  for (const key of ['a', 'b', 'c']) await ask(key)
  await ask('a')
  await ask('d')
  assert.equal(cache.size, 3)
  let wasFetched = false
  await cache.get('b', async () => {
    wasFetched = true
    return identity('b2', undefined)
  })
  assert.ok(wasFetched, 'b was the least recently used')
})
