import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CloseAccountCommand, ListAccountsCommand } from '@aws-sdk/client-organizations'
import type { AwsCall, SessionTarget } from './door.ts'
import { jsonAnswer, jsonError } from './testing/fake-aws.ts'
import { doorOn, opened, orgRoleArn, orgTarget, work } from './testing/world.ts'

const listAccounts: AwsCall<unknown> = { service: 'organizations', command: new ListAccountsCommand({}) }

test('calls across six hours of fifteen-minute credentials never fail and never use an expired key', async () => {
  const scene = doorOn(({ host, accessKeyId }) => {
    if (!host.startsWith('organizations')) return undefined
    const isAlive = scene.clock.now() < (scene.expiries.get(accessKeyId ?? '') ?? 0)
    return isAlive ? jsonAnswer({ Accounts: [] }) : jsonError('ExpiredTokenException', 'expired')
  })
  const session = await opened(scene, { ...orgTarget, role: { ...orgTarget.role!, durationSeconds: 900 } })
  let ok = 0
  for (let minute = 0; minute < 360; minute++) {
    const outcomes = await scene.clock.runUntil(
      Promise.all(Array.from({ length: 3 }, () => scene.door.call(session, listAccounts, work()))),
    )
    ok += outcomes.filter(({ kind }) => kind === 'ok').length
    await scene.clock.advance(60_000)
  }
  assert.equal(ok, 1080)
  assert.equal(scene.aws.count('ListAccounts'), 1080, 'none was tried twice')
  assert.equal(scene.aws.count('AssumeRole'), 36, 'one session for each ten minutes')
})

test('a call that waited longer for its turn than its credentials lived signs with fresh ones', async () => {
  const scene = doorOn(({ operation, accessKeyId }) => {
    if (operation !== 'CloseAccount') return undefined
    return scene.clock.now() < (scene.expiries.get(accessKeyId ?? '') ?? 0) ? jsonAnswer({}) : jsonError('ExpiredTokenException', 'expired')
  })
  const session = await opened(scene, { ...orgTarget, role: { ...orgTarget.role!, durationSeconds: 900 } })
  const close = (): AwsCall<unknown> => ({
    service: 'organizations',
    command: new CloseAccountCommand({ AccountId: '222222222222' }),
    write: true,
  })
  const startMs = scene.clock.now()
  const outcomes = await scene.clock.runUntil(Promise.all(Array.from({ length: 40 }, () => scene.door.call(session, close(), work()))))
  assert.ok(outcomes.every(({ kind }) => kind === 'ok'))
  assert.equal(scene.aws.count('CloseAccount'), 40, 'none was tried twice')
  assert.ok(scene.clock.now() - startMs > 900_000)
})

test('a role that calls itself a chain is asked for an hour at most, whatever was configured [ROLE-10]', async () => {
  const scene = doorOn(({ operation }) =>
    operation === 'GetCallerIdentity'
      ? {
          body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::999999999999:assumed-role/Install/i-0</Arn><Account>999999999999</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        }
      : undefined,
  )
  const session = await opened(scene, { ...orgTarget, role: { ...orgTarget.role!, durationSeconds: 43_200 } })
  assert.match(session.cappedBecause ?? '', /43200 s become 3600 s/)
  assert.equal(scene.aws.requests.find(({ operation }) => operation === 'AssumeRole')?.form.get('DurationSeconds'), '3600')

  const user = doorOn(() => undefined)
  await opened(user, { ...orgTarget, role: { ...orgTarget.role!, durationSeconds: 43_200 } })
  assert.equal(user.aws.requests.find(({ operation }) => operation === 'AssumeRole')?.form.get('DurationSeconds'), '43200')
})

test('the role chain carries ExternalId and session name, and goes through the caller-side role where one is configured [ROLE-1]', async () => {
  const scene = doorOn(() => undefined, { callerRole: { roleArn: 'arn:aws:iam::999999999999:role/Hop', sessionName: 'hop' } })
  await opened(scene)
  const chain = scene.aws.requests.filter(({ operation }) => operation === 'AssumeRole')
  assert.deepEqual(
    chain.map(({ form, accessKeyId }) => [
      form.get('RoleArn'),
      form.get('ExternalId'),
      form.get('RoleSessionName'),
      form.get('DurationSeconds'),
      accessKeyId,
    ]),
    [
      ['arn:aws:iam::999999999999:role/Hop', null, 'hop', '3600', 'AKIACALLER'],
      ['arn:aws:iam::111111111111:role/Org', 'x-1', 'reeve', '3600', 'ASIA1'],
    ],
  )
})

test('what STS could not read, another account or another partition is refused before AWS is asked [ROLE-13]', async () => {
  const scene = doorOn(() => undefined)
  const open = async (given: Partial<SessionTarget['role'] & object>, expectedAccountId?: string) => {
    const outcome = await scene.clock.runUntil(
      scene.door.open(
        {
          caller: { kind: 'default' },
          role: { roleArn: orgRoleArn, sessionName: 'reeve', ...given },
          ...(expectedAccountId === undefined ? {} : { expectedAccountId }),
        },
        work(),
      ),
    )
    return outcome.kind === 'rejected' ? `${outcome.code}: ${outcome.message}` : outcome.kind
  }
  assert.match(
    await open({ roleArn: 'arn:aw:iam::111111111111:role/Org', durationSeconds: 899 }),
    /^InvalidRole: roleArn \(partition\) "aw" must be one of aws, .*; durationSeconds "899" must be/,
  )
  assert.doesNotMatch(await open({ externalId: 'very secret' }), /very secret/)
  assert.match(await open({}, '222222222222'), /^WrongAccount: .*role\/Org belongs to account 111111111111, not to 222222222222/)
  assert.equal(scene.aws.requests.length, 0)
  assert.match(await open({ roleArn: 'arn:aws-cn:iam::111111111111:role/Org' }), /^WrongPartition: /)
  assert.equal(scene.aws.count('AssumeRole'), 0)
})

test('three hundred accounts opened at once cost one AssumeRole each and one GetCallerIdentity in all', async () => {
  const scene = doorOn(() => undefined)
  const targets = Array.from({ length: 300 }, (_, index) => {
    const accountId = String(200_000_000_000 + index)
    return {
      caller: { kind: 'default' } as const,
      role: { roleArn: `arn:aws:iam::${accountId}:role/Member`, sessionName: 'reeve' },
      expectedAccountId: accountId,
    }
  })
  const outcomes = await scene.clock.runUntil(Promise.all([...targets, ...targets].map((target) => scene.door.open(target, work()))))
  assert.equal(outcomes.filter(({ kind }) => kind === 'ok').length, 600)
  assert.equal(scene.aws.count('AssumeRole'), 300)
  assert.equal(scene.aws.count('GetCallerIdentity'), 1)
})

test('who stops waiting for credentials does not take them from the others', async () => {
  const scene = doorOn(() => undefined)
  const abort = new AbortController()
  const first = scene.door.open(orgTarget, work({ signal: abort.signal }))
  const second = scene.door.open(orgTarget, work())
  abort.abort(new Error('gave up'))
  await assert.rejects(first, /gave up/)
  assert.equal((await scene.clock.runUntil(second)).kind, 'ok')
  assert.equal(scene.aws.count('AssumeRole'), 1)
})

test('a forgotten target is assumed anew', async () => {
  const scene = doorOn(() => undefined)
  await opened(scene)
  await opened(scene)
  assert.equal(scene.aws.count('AssumeRole'), 1)
  scene.door.forget(orgTarget)
  await opened(scene)
  assert.equal(scene.aws.count('AssumeRole'), 2)
})
