import assert from 'node:assert/strict'
import test from 'node:test'
import { ListAccountsCommand, ListPoliciesCommand, ListRootsCommand, ListTargetsForPolicyCommand } from '@aws-sdk/client-organizations'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { keyPair, openWorld, refusalOf, type OpenWorld } from '../worlds/support/open-world.ts'
import { operations } from './operations.gen.ts'
import { organizationsState } from './state.ts'
import { organizationsThrottles } from './throttles.ts'

/** Operations that AWS's page gives no figure for. */
const unpublished = [
  'CreateOrganization',
  'DeleteOrganization',
  'DeleteResourcePolicy',
  'DescribeEffectivePolicy',
  'DescribeResourcePolicy',
  'DescribeResponsibilityTransfer',
  'EnableAllFeatures',
  'ListAccountsWithInvalidEffectivePolicy',
  'ListEffectivePolicyValidationErrors',
  'ListInboundResponsibilityTransfers',
  'ListOutboundResponsibilityTransfers',
  'PutResourcePolicy',
]

test('every operation is in exactly one throttle row, but for those without a published figure', () => {
  const listed = organizationsThrottles.flatMap((row) => row.operations)
  assert.equal(new Set(listed).size, listed.length)
  assert.deepEqual([...listed, ...unpublished].toSorted(), operations.map(({ name }) => name).toSorted())
})

async function drain(call: () => Promise<unknown>): Promise<number> {
  for (let granted = 0; granted < 100; granted += 1) {
    const outcome = await call().then(
      () => 'ok',
      (error: Error) => error.name,
    )
    if (outcome !== 'ok') {
      assert.equal(outcome, 'TooManyRequestsException')
      return granted
    }
  }
  throw new Error('never throttled')
}

async function delegated(world: OpenWorld) {
  const { accessKeyId, secretAccessKey, externalId } = world.facts
  const audit = [...organizationsState(world.simulation.aws).accounts.values()].find(({ name }) => name === 'audit')
  const keys = await world.assume(
    keyPair(accessKeyId, secretAccessKey),
    `arn:aws:iam::${audit?.id}:role/ReeveOrganizationRole`,
    externalId ?? '',
  )
  return world.organizations(keys)
}

test('an account gets its burst, then its rate, and the organization’s bucket is shared by all of its accounts', async () => {
  const world = openWorld(anycompanyWorld, {}, { throttle: true })
  const management = world.organizations()
  const other = await delegated(world)
  assert.equal(await drain(() => management.send(new ListAccountsCommand({}))), 12, 'burst of the account')
  assert.equal(await drain(() => other.send(new ListAccountsCommand({}))), 3, 'what is left of the organization’s fifteen')
  world.clock.now += 1_000
  assert.equal(await drain(() => world.organizations().send(new ListAccountsCommand({}))), 8, 'one second at eight a second')
})

test('grouped operations draw on one bucket, others on their own', async () => {
  const world = openWorld(anycompanyWorld, {}, { throttle: true })
  const client = world.organizations()
  const listPolicies = () => client.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
  assert.equal(await drain(listPolicies), 8)
  assert.equal(await drain(() => client.send(new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess' }))), 0)
  assert.equal(await drain(() => client.send(new ListRootsCommand({}))), 2)
  assert.equal((await refusalOf(listPolicies())).name, 'TooManyRequestsException')
})
