import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HttpRequest, HttpResponse } from '@smithy/protocol-http'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createClient } from './clients.ts'
import { IdentityGuard, IdentityMismatchError } from './identity-guard.ts'
import { callerIdentity } from './testing/fake-aws.ts'

const accountOf = (index: number) => String(100_000_000_000 + index)
const keyOf = (index: number) => `ASIAKEY${index}`
const signed = (accessKeyId: string) =>
  new HttpRequest({
    hostname: 'sts.us-east-1.amazonaws.com',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`,
    },
  })

function guarded(onRequest: (accessKeyId: string) => void = () => {}) {
  const guard = new IdentityGuard()
  const handler = guard.wrap(
    {
      async handle(request) {
        onRequest(/Credential=([^/]+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? '')
        // Other work runs between a request and its answer.
        await new Promise((resolve) => setImmediate(resolve))
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body: undefined }) }
      },
    },
    () => true,
  )
  return { guard, handler }
}

test('100,000 interleaved calls of 200 identities: every key meets its own account, and every planted mismatch is refused', async () => {
  const sent: string[] = []
  const { guard, handler } = guarded((accessKeyId) => sent.push(accessKeyId))
  const identities = 200
  const calls = 100_000
  const concurrency = 1000
  for (let index = 0; index < identities; index++) guard.enter(keyOf(index), { accountId: accountOf(index), identity: `role/${index}` })

  let next = 0
  let refused = 0
  const wrong: string[] = []
  const worker = async () => {
    while (next < calls) {
      const call = next++
      const index = (call * 7919) % identities
      const isPlanted = call % 1000 === 999
      const key = keyOf(isPlanted ? (index + 1) % identities : index)
      const owner = { accountId: accountOf(index), identity: `role/${index}` }
      try {
        await guard.runAs(owner, async () => {
          await Promise.resolve()
          await handler.handle(signed(key))
        })
        if (isPlanted) wrong.push(`call ${call} went out as ${key} for ${owner.accountId}`)
      } catch (error) {
        if (!(error instanceof IdentityMismatchError)) throw error
        if (isPlanted) refused += 1
        else wrong.push(`call ${call}: ${error.message}`)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  assert.deepEqual(wrong, [])
  assert.equal(refused, calls / 1000)
  assert.equal(guard.refused, refused)
  assert.equal(sent.length, calls - refused)
})

test('real SDK clients of 200 identities, interleaved, sign each request with their own account’s key', async () => {
  const guard = new IdentityGuard()
  let wrong = 0
  const handler = guard.wrap(
    {
      async handle(request) {
        await new Promise((resolve) => setImmediate(resolve))
        const index = /Credential=ASIAKEY(\d+)\//.exec(request.headers['authorization'] ?? '')?.[1]
        const answer = callerIdentity(accountOf(Number(index)), 'arn:aws:iam::1:user/x')
        return {
          response: new HttpResponse({
            statusCode: 200,
            headers: { 'content-type': 'text/xml' },
            body: new TextEncoder().encode(answer.body),
          }),
        }
      },
    },
    () => true,
  )
  const one = async (call: number) => {
    const index = (call * 7919) % 200
    const owner = { accountId: accountOf(index), identity: `role/${index}` }
    guard.enter(keyOf(index), owner)
    const client = await createClient('sts', {
      region: 'us-east-1',
      credentials: { accessKeyId: keyOf(index), secretAccessKey: 's' },
      requestHandler: handler,
      useFipsEndpoint: false,
      systemClockOffset: 0,
    })
    const answer = await guard.runAs(owner, () =>
      client.send(new GetCallerIdentityCommand({}) as never, { abortSignal: new AbortController().signal }),
    )
    if ((answer as { Account?: string }).Account !== owner.accountId) wrong += 1
  }
  for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 200 }, (_, call) => one(round * 200 + call)))
  assert.equal(wrong, 0)
  assert.equal(guard.refused, 0)
})

test('a key of another role in the same account is refused as well', async () => {
  const { guard, handler } = guarded()
  guard.enter('ASIAHARVEST', { accountId: '111111111111', identity: 'harvest' })
  await assert.rejects(
    guard.runAs({ accountId: '111111111111', identity: 'organization' }, () => handler.handle(signed('ASIAHARVEST'))),
    IdentityMismatchError,
  )
})

test('unknown keys, unsigned requests and requests that belong to no work are refused before they are sent', async () => {
  const sent: string[] = []
  const { guard, handler } = guarded((key) => sent.push(key))
  const owner = { accountId: '111111111111', identity: 'r' }
  guard.enter('ASIAKNOWN', owner)
  const unsigned = new HttpRequest({ hostname: 'h', headers: {} })
  await assert.rejects(
    guard.runAs(owner, () => handler.handle(signed('ASIASTRANGER'))),
    /did not issue to us/,
  )
  await assert.rejects(
    guard.runAs(owner, () => handler.handle(unsigned)),
    /unsigned request for account/,
  )
  await assert.rejects(handler.handle(signed('ASIAKNOWN')), /no work item/)
  await assert.rejects(
    guard.runUnsigned(() => handler.handle(signed('ASIAKNOWN'))),
    /signed request where an unsigned one was meant/,
  )
  assert.deepEqual(sent, [])
  await guard.runUnsigned(() => handler.handle(unsigned))
  assert.equal(sent.length, 1)
})

test('nothing is sent to a host that is neither AWS nor configured', async () => {
  const guard = new IdentityGuard()
  const owner = { accountId: '111111111111', identity: 'r' }
  guard.enter('ASIAKNOWN', owner)
  const handler = guard.wrap({ handle: () => Promise.reject(new Error('sent')) }, (hostname) => hostname.endsWith('.amazonaws.com'))
  const elsewhere = new HttpRequest({ hostname: 'example.org', headers: signed('ASIAKNOWN').headers })
  await assert.rejects(
    guard.runAs(owner, () => handler.handle(elsewhere)),
    /neither AWS nor a configured endpoint/,
  )
})

test('the ledger forgets the oldest keys beyond its bound, and a forgotten key is refused', async () => {
  const { guard, handler } = guarded()
  const owner = { accountId: '111111111111', identity: 'r' }
  for (let index = 0; index <= 50_000; index++) guard.enter(keyOf(index), owner)
  await assert.rejects(
    guard.runAs(owner, () => handler.handle(signed(keyOf(0)))),
    IdentityMismatchError,
  )
  await guard.runAs(owner, () => handler.handle(signed(keyOf(50_000))))
})
