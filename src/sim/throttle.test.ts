import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { ListAccountsCommand, ListRootsCommand } from '@aws-sdk/client-organizations'
import { defineOperation } from './define-operation.ts'
import { commonErrors, defineService } from './define-service.ts'
import { iamService } from './iam/iam.service.ts'
import { organizationProvider } from './providers.ts'
import { createSimulation, type Simulation, type SimulationOptions } from './simulated-aws.ts'
import { type FakeClock, fakeClock } from './support/fake-clock.ts'
import { clientsOf, failureOf } from './support/sdk-clients.ts'
import { adminKeys, callerAccount, seedTinyWorld, targetAdminKeys } from './support/tiny-world.ts'

const organizations = defineService({
  name: 'organizations',
  protocol: 'awsJson1_1',
  targetPrefix: 'AWSOrganizationsV20161128',
  answersIn: 'home',
  schemas: () => import('@aws-sdk/client-organizations'),
  operations: [
    defineOperation<object>({ name: 'ListAccounts', handle: () => ({ Accounts: [] }) }),
    defineOperation<object>({ name: 'ListRoots', handle: () => ({ Roots: [] }) }),
  ],
  throttles: [{ operations: ['ListAccounts'], account: { rate: 8, burst: 12 }, organization: { rate: 9, burst: 15 } }],
  errors: { ...commonErrors.json, throttled: { code: 'TooManyRequestsException', status: 400, message: 'Slow down.' } },
})
const ec2 = defineService({
  name: 'ec2',
  protocol: 'ec2Query',
  version: '2016-11-15',
  schemas: () => import('@aws-sdk/client-ec2'),
  operations: [defineOperation<object>({ name: 'DescribeRegions', handle: () => ({ Regions: [] }) })],
  throttles: [{ operations: ['*'], account: { rate: 1, burst: 2 }, per: 'account_region' }],
  errors: { ...commonErrors.query, throttled: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' } },
})

function start(clock: FakeClock, options: Partial<SimulationOptions> = {}): Simulation {
  const cloud = createSimulation({
    services: [iamService, organizations, ec2],
    seedWorld: seedTinyWorld,
    clock,
    throttle: true,
    ...options,
  })
  cloud.aws.provide(organizationProvider, () => ({
    id: 'o-aaaaaaaaaa',
    managementAccountId: callerAccount,
    path: 'o-aaaaaaaaaa/r-aaaa/',
    version: 1,
  }))
  return cloud
}

/** How many of `count` calls at one instant are answered. */
async function answered(cloud: Simulation, keys: typeof adminKeys, count: number): Promise<number> {
  const { organizations: client } = clientsOf(cloud, keys)
  const results = await Promise.allSettled(Array.from({ length: count }, () => client.send(new ListAccountsCommand({}))))
  return results.filter(({ status }) => status === 'fulfilled').length
}

test('a burst is answered, the rest is throttled, and the published rate comes back', async () => {
  const clock = fakeClock()
  const cloud = start(clock)
  assert.equal(await answered(cloud, adminKeys, 20), 12)
  clock.advance(500)
  assert.equal(await answered(cloud, adminKeys, 20), 4)
  clock.advance(60_000)
  assert.equal(await answered(cloud, adminKeys, 20), 12)
  assert.equal(cloud.stats().throttled['organizations:ListAccounts'], 32)
})

test("accounts share their organization's bucket", async () => {
  const cloud = start(fakeClock())
  assert.equal(await answered(cloud, adminKeys, 20), 12)
  assert.equal(await answered(cloud, targetAdminKeys, 20), 3)
})

test('the time scale multiplies the refill and not the burst', async () => {
  const clock = fakeClock()
  const cloud = start(clock, { timeScale: 10 })
  assert.equal(await answered(cloud, adminKeys, 20), 12)
  clock.advance(100)
  assert.equal(await answered(cloud, adminKeys, 20), 8)
})

test('throttling can be switched off, and each service throttles with its own code', async () => {
  const clock = fakeClock()
  assert.equal(await answered(start(clock, { throttle: false }), adminKeys, 50), 50)
  const cloud = start(clock)
  await answered(cloud, adminKeys, 12)
  const { organizations: org, ec2: here } = clientsOf(cloud, adminKeys)
  const refused = await failureOf(org.send(new ListAccountsCommand({})))
  assert.deepEqual([refused.name, refused.message, refused.status], ['TooManyRequestsException', 'Slow down.', 400])
  await org.send(new ListRootsCommand({}))
  await here.send(new DescribeRegionsCommand({}))
  await here.send(new DescribeRegionsCommand({}))
  const limited = await failureOf(here.send(new DescribeRegionsCommand({})))
  assert.deepEqual([limited.name, limited.status], ['RequestLimitExceeded', 503])
  await clientsOf(cloud, adminKeys, { region: 'eu-west-1' }).ec2.send(new DescribeRegionsCommand({}))
})
