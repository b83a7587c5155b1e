import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetRoleCommand, IAMClient, ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam'
import { type FaultPlan, FaultInjector, type FaultRule, faultPlan } from './faults.ts'
import { serveSimulation } from './http-server.ts'
import { iamService } from './iam/iam.service.ts'
import { addRole } from './iam/state.ts'
import { createSimulation, type Simulation } from './simulated-aws.ts'
import { clientsOf, failureOf } from './support/sdk-clients.ts'
import { seedTinyWorld, targetAccount, targetAdminKeys, trust } from './support/tiny-world.ts'

function plan(...rules: FaultRule[]): FaultPlan {
  return { seed: 1, rules }
}
function start(...rules: FaultRule[]): Simulation {
  return createSimulation({ services: [iamService], seedWorld: seedTinyWorld, faults: plan(...rules) })
}
const failing = async (cloud: Simulation) => {
  const { name, status } = await failureOf(clientsOf(cloud, targetAdminKeys).iam.send(new ListRolesCommand({})))
  return `${name} ${status ?? '-'}`
}

test('each effect breaks a call the way its name says', async () => {
  const expected = {
    throttle: 'Throttling 400',
    internal_error: 'InternalFailure 500',
    service_unavailable: 'ServiceUnavailable 503',
    expired_token: 'ExpiredToken 403',
    region_disabled: 'InvalidClientTokenId 403',
    access_denied: 'AccessDenied 403',
    timeout: 'TimeoutError -',
    reset: 'Error -',
    truncate: 'Error 200',
  } as const
  for (const [effect, outcome] of Object.entries(expected))
    assert.equal(await failing(start({ effect: effect as FaultRule['effect'], nth: 1 })), outcome, effect)
})

test('only the calls that a rule names are broken, and only as often as it says', async () => {
  const cloud = start({ service: 'iam', operation: 'ListRoles', account: targetAccount, effect: 'internal_error', nth: 2, count: 2 })
  const { iam } = clientsOf(cloud, targetAdminKeys)
  const outcomes: string[] = []
  for (let call = 0; call < 5; call += 1)
    outcomes.push(
      await iam.send(new ListRolesCommand({})).then(
        () => 'ok',
        () => 'failed',
      ),
    )
  assert.deepEqual(outcomes, ['ok', 'failed', 'failed', 'ok', 'ok'])
  await iam.send(new GetRoleCommand({ RoleName: 'open' }))
  assert.deepEqual(cloud.stats().faults, { 'iam:ListRoles internal_error': 2 })
})

test('an SDK that retries gets past a broken connection and a body that ends in the middle', async () => {
  const cloud = start({ effect: 'reset', nth: 1 }, { effect: 'truncate', nth: 1 })
  const { iam } = clientsOf(cloud, targetAdminKeys, { maxAttempts: 4 })
  assert.ok((await iam.send(new ListRolesCommand({}))).Roles!.length > 0)
})

test('an empty page carries a token that leads to everything it should have held', async () => {
  const cloud = start({ operation: 'ListRoles', effect: 'empty_page', probability: 0.5 })
  for (let role = 0; role < 25; role += 1) addRole(cloud.aws, targetAccount, { name: `r${role}`, trust: trust() })
  const { iam } = clientsOf(cloud, targetAdminKeys)
  const names: string[] = []
  let empty = 0
  for await (const page of paginateListRoles({ client: iam, pageSize: 3 }, {})) {
    if (page.Roles!.length === 0) empty += 1
    names.push(...page.Roles!.map((role) => role.RoleName!))
  }
  assert.ok(empty > 0)
  assert.equal(names.length, 28)
  assert.equal(new Set(names).size, 28)
})

test('the same plan and order of calls break the same calls, another seed breaks others', () => {
  const subject = { service: 'iam', operation: 'ListRoles', account: '1', region: 'us-east-1' }
  const broken = (seed: number) => {
    const injector = new FaultInjector({ seed, rules: [{ effect: 'throttle', probability: 0.3 }] })
    return Array.from({ length: 200 }, () => (injector.next(subject) === undefined ? '.' : 'x')).join('')
  }
  assert.equal(broken(1), broken(1))
  assert.notEqual(broken(1), broken(2))
  const share = broken(1).replaceAll('.', '').length / 200
  assert.ok(share > 0.2 && share < 0.4)
})

test('a plan with an unknown effect or field is refused', () => {
  assert.equal(faultPlan.safeParse({ rules: [{ effect: 'explode' }] }).success, false)
  assert.equal(faultPlan.safeParse({ rules: [{ effect: 'reset', when: 'always' }] }).success, false)
  assert.equal(faultPlan.safeParse({ rules: [{ effect: 'reset' }] }).success, true)
})

test('over HTTP a reset drops the connection, a truncated answer ends early, a time-out never answers', async () => {
  const cloud = start({ effect: 'reset', nth: 1 }, { effect: 'truncate', nth: 1 }, { effect: 'timeout', nth: 1 })
  const served = await serveSimulation(cloud, 0)
  try {
    const client = new IAMClient({
      region: 'us-east-1',
      endpoint: served.endpoint,
      credentials: targetAdminKeys,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    })
    const list = () => client.send(new ListRolesCommand({}))
    assert.match((await failureOf(list())).message, /ECONNRESET|socket hang up/)
    assert.match((await failureOf(list())).message, /aborted|terminated|ECONNRESET/)
    assert.equal((await failureOf(list())).name, 'TimeoutError')
    assert.ok((await list()).Roles!.length > 0)
    client.destroy()
  } finally {
    await served.close()
  }
})
