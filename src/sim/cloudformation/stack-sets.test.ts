import assert from 'node:assert/strict'
import test from 'node:test'
import {
  CloudFormationClient,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  paginateListStackInstances,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation'
import { addAccessKey, addUser } from '../iam/state.ts'
import { estateWorld } from '../worlds/estate.world.ts'
import { openWorld, refusalOf } from '../worlds/support/open-world.ts'
import { truthOf } from '../worlds/truth.ts'

const StackSetName = 'reeve-member-role'

function open() {
  const world = openWorld(estateWorld)
  return {
    world,
    client: new CloudFormationClient(world.config(world.admin)),
    truth: truthOf(world.simulation.aws, world.facts.managementAccountId),
  }
}

test('a service-managed set has an instance in every member and none in the management account', async () => {
  const { client, truth } = open()
  const { Summaries: sets } = await client.send(new ListStackSetsCommand({ Status: 'ACTIVE' }))
  assert.deepEqual(
    sets?.map(({ StackSetName: name, PermissionModel }) => [name, PermissionModel]),
    [[StackSetName, 'SERVICE_MANAGED']],
  )
  const accounts: string[] = []
  for await (const page of paginateListStackInstances({ client, pageSize: 50 }, { StackSetName }))
    accounts.push(...(page.Summaries ?? []).map(({ Account }) => Account ?? ''))
  const members = [...truth.accounts.values()].filter(({ isManagementAccount }) => !isManagementAccount)
  assert.deepEqual(accounts.toSorted(), members.map(({ accountId }) => accountId).toSorted())
})

test('instances say why the role is not there: suspended, failed for a policy, in the way, cancelled', async () => {
  const { client, truth } = open()
  const instanceOf = async (condition: string): Promise<StackInstanceSummary | undefined> => {
    const account = [...truth.accounts.values()].find((candidate) => candidate.condition === condition)
    return (await client.send(new ListStackInstancesCommand({ StackSetName, StackInstanceAccount: account?.accountId }))).Summaries?.[0]
  }
  const healthy = await instanceOf('permission_missing')
  assert.deepEqual([healthy?.Status, healthy?.StatusReason], ['CURRENT', undefined])
  const suspended = await instanceOf('suspended')
  assert.deepEqual([suspended?.Status, suspended?.StackInstanceStatus?.DetailedStatus], ['OUTDATED', 'SKIPPED_SUSPENDED_ACCOUNT'])
  assert.match((await instanceOf('scp_blocked'))?.StatusReason ?? '', /explicit deny in a service control policy/)
  assert.match((await instanceOf('wrong_external_id'))?.StatusReason ?? '', /already exists/)
  assert.equal((await instanceOf('role_missing'))?.StackInstanceStatus?.DetailedStatus, 'CANCELLED')
  const { Summaries: failed = [] } = await client.send(
    new ListStackInstancesCommand({ StackSetName, Filters: [{ Name: 'DETAILED_STATUS', Values: 'FAILED' }] }),
  )
  assert.ok(failed.length > 0 && failed.every(({ Status }) => Status === 'OUTDATED'))
})

test('the set, its operation and the operation’s results agree', async () => {
  const { client } = open()
  const { StackSet: set } = await client.send(new DescribeStackSetCommand({ StackSetName }))
  assert.deepEqual(
    [set?.Regions, set?.AutoDeployment?.Enabled, set?.Parameters?.[0]?.ParameterValue],
    [['us-east-1'], true, 'ReeveMemberRole'],
  )
  const { Summaries: operations } = await client.send(new ListStackSetOperationsCommand({ StackSetName }))
  const OperationId = operations?.[0]?.OperationId
  const { StackSetOperation: operation } = await client.send(new DescribeStackSetOperationCommand({ StackSetName, OperationId }))
  assert.deepEqual([operation?.Action, operation?.Status], ['CREATE', 'FAILED'])
  const { Summaries: results = [] } = await client.send(
    new ListStackSetOperationResultsCommand({
      StackSetName,
      OperationId,
      Filters: [{ Name: 'OPERATION_RESULT_STATUS', Values: 'FAILED' }],
    }),
  )
  assert.ok(results.length > 0 && results.every(({ Status, StatusReason }) => Status === 'FAILED' && StatusReason !== undefined))
  assert.equal(
    (await refusalOf(client.send(new DescribeStackSetOperationCommand({ StackSetName, OperationId: 'absent' })))).name,
    'OperationNotFoundException',
  )
  assert.equal((await refusalOf(client.send(new DescribeStackSetCommand({ StackSetName: 'absent' })))).name, 'StackSetNotFoundException')
})

test('a delegated administrator sees the set when it says so, and others may not say so', async () => {
  const { world, truth } = open()
  const { aws } = world.simulation
  const clientIn = (accountId: string) => {
    addUser(aws, accountId, { name: 'boss', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], createdAt: 0 })
    return new CloudFormationClient(world.config(addAccessKey(aws, accountId, 'boss')))
  }
  const named = (name: string) => [...truth.accounts.values()].find((account) => account.name === name)?.accountId ?? ''
  const delegated = clientIn(named('security-tooling'))
  assert.equal((await delegated.send(new ListStackSetsCommand({ CallAs: 'DELEGATED_ADMIN' }))).Summaries?.length, 1)
  assert.equal((await delegated.send(new ListStackSetsCommand({}))).Summaries?.length, 0)
  const other = [...truth.accounts.values()].find(
    ({ outcome, isManagementAccount, name }) => outcome === 'ok' && !isManagementAccount && name !== 'security-tooling',
  )
  assert.equal(
    (await refusalOf(clientIn(other?.accountId ?? '').send(new ListStackSetsCommand({ CallAs: 'DELEGATED_ADMIN' })))).name,
    'ValidationError',
  )
})
