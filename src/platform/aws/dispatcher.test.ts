import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import { AttachPolicyCommand, ListAccountsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-organizations'
import { createMemoryBucketStore } from './bucket-store.ts'
import { breakerLimits } from './circuit-breaker.ts'
import type { AwsCall, CallMeter } from './door.ts'
import { type FakeAnswer, jsonAnswer, jsonError, networkError, queryError } from './testing/fake-aws.ts'
import { FakeClock } from './testing/fake-clock.ts'
import { doorOn, opened, orgTarget, work } from './testing/world.ts'

const listAccounts: AwsCall<unknown> = { service: 'organizations', command: new ListAccountsCommand({}) }
const attach: AwsCall<unknown> = {
  service: 'organizations',
  command: new AttachPolicyCommand({ PolicyId: 'p-12345678', TargetId: 'r-abcd' }),
  write: true,
}
const throttle = jsonError('TooManyRequestsException', 'slow down')
const denied = jsonError('AccessDeniedException', 'You don’t have permissions to access this resource.')

/** Answers Organizations calls from a list, the last one for ever. */
function inTurn(...answers: FakeAnswer[]) {
  let at = 0
  return ({ host }: { host: string }) => (host.startsWith('organizations') ? answers[Math.min(at++, answers.length - 1)] : undefined)
}

function recorder() {
  const calls: Parameters<CallMeter['record']>[0][] = []
  return { calls, meter: { record: (call: (typeof calls)[number]) => void calls.push(call) } }
}

test('a throttled call succeeds later, and its meter tells attempts and throttles', async () => {
  const scene = doorOn(inTurn(throttle, throttle, jsonAnswer({ Accounts: [] })))
  const session = await opened(scene)
  const { calls, meter } = recorder()
  const outcome = await scene.clock.runUntil(scene.door.call(session, listAccounts, work({ meter })))
  assert.equal(outcome.kind, 'ok')
  assert.deepEqual(
    calls.map(({ operation, outcome, attempts, throttles }) => ({ operation, outcome, attempts, throttles })),
    [{ operation: 'organizations:ListAccounts', outcome: 'ok', attempts: 3, throttles: 2 }],
  )
  assert.ok(calls[0]!.durationMs > 0)
})

test('a denial is final: one request, never a second, and the hook hears who was denied what', async () => {
  const events: unknown[] = []
  const scene = doorOn(inTurn(denied, jsonAnswer({})), {
    onDenial: ({ accountId, operation, actor, jobId, region, denial }) =>
      events.push({ accountId, operation, actor, jobId, region, by: denial.by }),
  })
  const session = await opened(scene)
  const outcome = await scene.clock.runUntil(scene.door.call(session, listAccounts, work({ jobId: 'j1' })))
  assert.equal(outcome.kind, 'denied')
  assert.equal(scene.aws.count('ListAccounts'), 1)
  assert.deepEqual(events, [
    {
      accountId: '111111111111',
      operation: 'organizations:ListAccounts',
      actor: 'tester',
      jobId: 'j1',
      region: 'us-east-1',
      by: 'unknown',
    },
  ])
})

test('an aborted call rejects with the signal’s reason in the middle of its pause', async () => {
  const scene = doorOn(inTurn(throttle))
  const session = await opened(scene)
  const abort = new AbortController()
  const call = scene.door.call(session, listAccounts, work({ signal: abort.signal }))
  await scene.clock.advance(1)
  abort.abort(new Error('worker stops'))
  await assert.rejects(call, /worker stops/)
  assert.equal(scene.clock.pendingTimers, 0)
})

test('nothing is waited for beyond the deadline: the last answer is returned', async () => {
  const scene = doorOn(inTurn(throttle))
  const session = await opened(scene)
  const startMs = scene.clock.now()
  const outcome = await scene.clock.runUntil(scene.door.call(session, listAccounts, work({ deadline: new Date(startMs + 2000) })))
  assert.equal(outcome.kind, 'throttled')
  assert.ok(scene.clock.now() <= startMs + 2000)
})

test('a turn that would come after the deadline is not waited for', async () => {
  const scene = doorOn(inTurn(jsonAnswer({ Accounts: [] })))
  const session = await opened(scene)
  const startMs = scene.clock.now()
  const calls = Array.from({ length: 40 }, () => scene.door.call(session, listAccounts, work({ deadline: new Date(startMs + 950) })))
  const kinds = (await scene.clock.runUntil(Promise.all(calls))).map((outcome) =>
    outcome.kind === 'throttled' ? outcome.code : outcome.kind,
  )
  assert.equal(scene.clock.now(), startMs + 950)
  assert.equal(kinds.filter((kind) => kind === 'ok').length, 11, '7.2 at once and 4.8 a second at a share of 0.6')
  assert.equal(kinds.filter((kind) => kind === 'DeadlineBeforeTurn').length, 29)
  assert.equal(scene.clock.pendingTimers, 0)
})

test('ownership is asked right before every attempt of a write, and a lost one sends nothing', async () => {
  const scene = doorOn(inTurn(throttle, jsonAnswer({})))
  const session = await opened(scene)
  let asked = 0
  const assertOwned = async () => {
    asked += 1
  }
  await scene.clock.runUntil(scene.door.call(session, attach, work({ assertOwned })))
  assert.equal(asked, 2)
  await scene.clock.runUntil(scene.door.call(session, listAccounts, work({ assertOwned })))
  assert.equal(asked, 2, 'reads are not fenced')

  const lost = async () => Promise.reject(Object.assign(new Error('another worker owns this'), { code: 'ECONNREFUSED' }))
  await assert.rejects(scene.clock.runUntil(scene.door.call(session, attach, work({ assertOwned: lost }))), /another worker owns this/)
  assert.equal(scene.aws.count('AttachPolicy'), 2)
})

test('an endpoint that cannot be reached is told at once after five failures, and is found again when it is back', async () => {
  let isDown = true
  const scene = doorOn(({ host }) =>
    host.startsWith('organizations') ? (isDown ? networkError('ECONNREFUSED') : jsonAnswer({ Accounts: [] })) : undefined,
  )
  const session = await opened(scene)
  const call = () => scene.clock.runUntil(scene.door.call(session, listAccounts, work()))
  const first = await call()
  assert.equal(first.kind, 'network')
  const sent = scene.aws.count('ListAccounts')
  assert.equal(sent, breakerLimits.failuresMax)

  const startMs = scene.clock.now()
  const second = await call()
  assert.deepEqual([second.kind, second.kind === 'network' && second.code], ['network', 'CircuitOpen'])
  assert.equal(scene.aws.count('ListAccounts'), sent)
  assert.equal(scene.clock.now(), startMs)

  isDown = false
  await scene.clock.advance(breakerLimits.openMs + 1)
  assert.equal((await call()).kind, 'ok')
  assert.equal((await call()).kind, 'ok')
})

test('after the pause one caller probes, the others are told at once; a Region that is down leaves the others alone', async () => {
  const scene = doorOn(({ host, region }) =>
    host.startsWith('ec2') ? (region === 'eu-west-1' ? networkError('ETIMEDOUT') : { body: '<DescribeVpcsResponse/>' }) : undefined,
  )
  const session = await opened(scene)
  const describe = (region: string) =>
    scene.door.call(session, { service: 'ec2', region, command: new DescribeVpcsCommand({ MaxResults: 100 }) }, work())
  await scene.clock.runUntil(describe('eu-west-1'))
  await scene.clock.advance(breakerLimits.openMs + 1)
  const before = scene.aws.count('DescribeVpcs')
  const outcomes = await scene.clock.runUntil(Promise.all(Array.from({ length: 10 }, () => describe('eu-west-1'))))
  assert.deepEqual([...new Set(outcomes.map((outcome) => outcome.kind === 'network' && outcome.code))], ['CircuitOpen'])
  assert.equal(scene.aws.count('DescribeVpcs') - before, 1)
  assert.equal((await scene.clock.runUntil(describe('us-east-1'))).kind, 'ok')
})

test('failures count only in a row: an answer between them starts the count anew', async () => {
  const failure = networkError('ECONNRESET')
  const answers = Array.from({ length: 10 }, () => [failure, failure, failure, jsonAnswer({ Accounts: [] })]).flat()
  const scene = doorOn(inTurn(...answers))
  const session = await opened(scene)
  for (let call = 0; call < 10; call++)
    assert.equal((await scene.clock.runUntil(scene.door.call(session, listAccounts, work()))).kind, 'ok')
  assert.equal(scene.aws.count('ListAccounts'), 40)
  const outcomes = await scene.clock.runUntil(Promise.all([1, 2].map(() => scene.door.call(session, listAccounts, work()))))
  assert.ok(
    outcomes.every(({ kind }) => kind === 'ok'),
    'two calls at once pass as well: nobody is held back as if it were a probe',
  )
})

test('server errors are answers: they never close the door to an endpoint', async () => {
  const scene = doorOn(inTurn(jsonError('ServiceException', 'internal', 500)))
  const session = await opened(scene)
  for (let round = 0; round < 3; round++) {
    const outcome = await scene.clock.runUntil(scene.door.call(session, listAccounts, work()))
    assert.equal(outcome.kind === 'network' && outcome.code, 'ServiceException')
  }
})

test('a session that AWS calls expired is renewed once and the call goes on; a second time it is told', async () => {
  const expired = jsonError('ExpiredTokenException', 'The security token included in the request is expired')
  const scene = doorOn(inTurn(expired, jsonAnswer({ Accounts: [] })))
  const session = await opened(scene)
  assert.equal((await scene.clock.runUntil(scene.door.call(session, listAccounts, work()))).kind, 'ok')
  assert.equal(scene.aws.count('AssumeRole'), 2)
  assert.deepEqual(
    scene.aws.requests.filter(({ operation }) => operation === 'ListAccounts').map(({ accessKeyId }) => accessKeyId),
    ['ASIA1', 'ASIA2'],
  )

  const always = doorOn(inTurn(expired))
  const other = await opened(always)
  const outcome = await always.clock.runUntil(always.door.call(other, listAccounts, work()))
  assert.equal(outcome.kind, 'expired')
  assert.equal(always.aws.count('AssumeRole'), 2)
})

test('a clock that is an hour off is corrected by the date of AWS’s answer, and stays corrected', async () => {
  const skewed = jsonError(
    'InvalidSignatureException',
    'Signature expired: 20261121T120000Z is now earlier than 20261121T125500Z (20261121T130000Z - 5 min.)',
    403,
  )
  const aheadMs = 3_600_000
  let isFirst = true
  const scene = doorOn(({ host }) => {
    if (!host.startsWith('organizations')) return undefined
    if (!isFirst) return jsonAnswer({ Accounts: [] })
    isFirst = false
    return { ...skewed, headers: { ...skewed.headers, date: new Date(Date.now() + aheadMs).toUTCString() } }
  })
  const session = await opened(scene)
  assert.equal((await scene.clock.runUntil(scene.door.call(session, listAccounts, work()))).kind, 'ok')
  assert.equal(scene.aws.count('ListAccounts'), 2)
  const dates = scene.aws.requests.filter(({ operation }) => operation === 'ListAccounts').map(({ signedAtMs }) => signedAtMs)
  assert.ok(dates[1]! - dates[0]! >= aheadMs - 5000, 'the second try is signed with AWS’s time')
  await scene.clock.runUntil(scene.door.call(session, listAccounts, work()))
  assert.ok(scene.aws.requests.at(-1)!.signedAtMs - dates[0]! >= aheadMs - 5000, 'and so is the next call')
})

test('what the door was not given is a bug, not an outcome', async () => {
  const scene = doorOn(() => undefined)
  const session = await opened(scene)
  await assert.rejects(scene.clock.runUntil(scene.door.call({ ...session }, listAccounts, work())), /not opened by this door/)
})

test('credentials of another account are refused, whoever’s they are', async () => {
  const scene = doorOn(() => undefined)
  const outcome = await scene.clock.runUntil(scene.door.open({ ...orgTarget, expectedAccountId: '222222222222' }, work()))
  assert.deepEqual(outcome, {
    kind: 'rejected',
    code: 'WrongAccount',
    message: 'arn:aws:iam::111111111111:role/Org belongs to account 111111111111, not to 222222222222.',
  })
})

test('a role that cannot be assumed is a denial by nobody knows whom, after one call', async () => {
  const scene = doorOn(({ operation }) =>
    operation === 'AssumeRole'
      ? queryError(
          'AccessDenied',
          'User: arn:aws:iam::999999999999:user/reeve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/Org',
        )
      : undefined,
  )
  const outcome = await scene.clock.runUntil(scene.door.open(orgTarget, work()))
  assert.equal(outcome.kind === 'denied' && outcome.denial.by, 'unknown')
  assert.equal(outcome.kind === 'denied' && outcome.denial.action, 'sts:AssumeRole')
  assert.equal(scene.aws.count('AssumeRole'), 1)
})

test('several doors on one bucket store keep within the share of the organization’s rate, and AWS throttles none of them', async () => {
  const clock = new FakeClock()
  const bucketStore = createMemoryBucketStore(clock)
  const limit = { tokens: 15, atMs: clock.now() }
  const aws = ({ operation }: { operation: string }) => {
    if (operation !== 'ListTagsForResource') return undefined
    limit.tokens = Math.min(15, limit.tokens + ((clock.now() - limit.atMs) / 1000) * 10)
    limit.atMs = clock.now()
    if (limit.tokens < 1) return throttle
    limit.tokens -= 1
    return jsonAnswer({ Tags: [] })
  }
  const scenes = [1, 2, 3].map(() => doorOn(aws, { bucketStore, clock }))
  const sessions = await Promise.all(scenes.map((scene) => clock.runUntil(scene.door.open(orgTarget, work()))))
  const startMs = clock.now()
  let throttles = 0
  const meter = { record: (call: { throttles: number }) => void (throttles += call.throttles) }
  const calls = scenes.flatMap(({ door }, index) => {
    const session = sessions[index]!
    assert.equal(session.kind, 'ok')
    return Array.from({ length: 100 }, (_, at) =>
      door.call(
        session.value,
        { service: 'organizations', command: new ListTagsForResourceCommand({ ResourceId: String(at) }) },
        work({ meter }),
      ),
    )
  })
  const outcomes = await clock.runUntil(Promise.all(calls))
  const boundMs = (1000 * (300 - 9)) / 6
  assert.ok(outcomes.every(({ kind }) => kind === 'ok'))
  assert.equal(throttles, 0)
  assert.ok(
    clock.now() - startMs >= boundMs - 1 && clock.now() - startMs <= boundMs * 1.01,
    `${clock.now() - startMs} ms for a bound of ${boundMs}`,
  )
})
