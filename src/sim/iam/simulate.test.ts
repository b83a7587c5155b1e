import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetContextKeysForPrincipalPolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam'
import type { PolicyLevel } from '#iam/types.ts'
import { organizationProvider } from '../providers.ts'
import { createSimulation, type SimulationOptions } from '../simulated-aws.ts'
import { clientsOf, failureOf } from '../support/sdk-clients.ts'
import { callerAccount, policy, seedTinyWorld, targetAccount, targetAdminKeys } from '../support/tiny-world.ts'
import { iamService } from './iam.service.ts'
import { addRole } from './state.ts'

const fullAccess = { name: 'p-FullAWSAccess', document: policy('Allow', '*', '*') }

function start(scps: PolicyLevel['policies'] = [], options: Partial<SimulationOptions> = {}) {
  const cloud = createSimulation({ services: [iamService], seedWorld: seedTinyWorld, ...options })
  if (scps.length > 0) {
    const scp = [{ target: 'r-aaaa', policies: scps }]
    cloud.aws.provide(organizationProvider, () => ({
      id: 'o-aaaaaaaaaa',
      managementAccountId: callerAccount,
      path: 'o-aaaaaaaaaa/r-aaaa/',
      version: 1,
      scp,
    }))
  }
  addRole(cloud.aws, targetAccount, {
    name: 'reeve',
    trust: policy('Allow', 'sts:AssumeRole', '*'),
    inline: {
      read: policy('Allow', ['ec2:Describe*', 's3:List*'], '*'),
      mfa: policy('Allow', 'sqs:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    },
  })
  const { iam } = clientsOf(cloud, targetAdminKeys)
  const decide = async (ActionNames: string[], extra: Partial<SimulatePrincipalPolicyCommandInput> = {}) =>
    (await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::222222222222:role/reeve', ActionNames, ...extra })))
      .EvaluationResults!
  return { cloud, iam, decide }
}

test('identity policies decide, one result per action, with what context was missing', async () => {
  const { decide } = start()
  const results = await decide(['ec2:DescribeVpcs', 'ec2:RunInstances', 'sqs:SendMessage'])
  assert.deepEqual(
    results.map(({ EvalDecision }) => EvalDecision),
    ['allowed', 'implicitDeny', 'implicitDeny'],
  )
  assert.equal(results[0]!.OrganizationsDecisionDetail, undefined)
  assert.equal(results[0]!.MatchedStatements![0]!.SourcePolicyId, 'read')
  assert.deepEqual(
    results[2]!.MissingContextValues!.map((key) => key.toLowerCase()),
    ['aws:multifactorauthpresent'],
  )
  const [withMfa] = await decide(['sqs:SendMessage'], {
    ContextEntries: [{ ContextKeyName: 'aws:MultiFactorAuthPresent', ContextKeyType: 'boolean', ContextKeyValues: ['true'] }],
  })
  assert.equal(withMfa!.EvalDecision, 'allowed')
})

test('live SCPs take part, conditions included, and their statements stay hidden', async () => {
  const { decide } = start([
    fullAccess,
    { name: 'p-x', document: policy('Deny', 'ec2:*', '*', { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/other' } }) },
  ])
  const [denied, allowed] = await decide(['ec2:DescribeVpcs', 's3:ListBucket'])
  assert.deepEqual(
    [denied!.EvalDecision, denied!.OrganizationsDecisionDetail, denied!.MatchedStatements],
    ['explicitDeny', { AllowedByOrganizations: false }, []],
  )
  assert.deepEqual([allowed!.EvalDecision, allowed!.OrganizationsDecisionDetail], ['allowed', { AllowedByOrganizations: true }])
  const [excluded] = await decide(['ec2:DescribeVpcs'], { PolicyExclusionList: [{ PolicyType: 'scp' }] })
  assert.equal(excluded!.EvalDecision, 'allowed')
})

test('with the legacy artefact switched on, an SCP with a condition on a global key is wrongly taken for a refusal [SCPW-3]', async () => {
  const scps = [
    fullAccess,
    { name: 'p-x', document: policy('Deny', 'ec2:*', '*', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/other' } }) },
  ]
  const honest = await start(scps).decide(['ec2:DescribeVpcs'])
  const legacy = await start(scps, { legacySimulatorArtefact: true }).decide(['ec2:DescribeVpcs'])
  assert.deepEqual([honest[0]!.EvalDecision, honest[0]!.OrganizationsDecisionDetail!.AllowedByOrganizations], ['allowed', true])
  assert.deepEqual([legacy[0]!.EvalDecision, legacy[0]!.OrganizationsDecisionDetail!.AllowedByOrganizations], ['implicitDeny', false])
  const plain = await start([fullAccess], { legacySimulatorArtefact: true }).decide(['ec2:DescribeVpcs'])
  assert.equal(plain[0]!.EvalDecision, 'allowed')
})

test('a hypothetical hierarchy is evaluated level by level', async () => {
  const { iam } = start()
  const evaluate = async (...levels: object[][]) => {
    const { EvaluationResults: results } = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [JSON.stringify(policy('Allow', '*', '*'))],
        ActionNames: ['ec2:RunInstances'],
        OrderedOrganizationPolicyInputList: levels.map((level) => ({
          ServiceControlPolicyInputList: level.map((each) => JSON.stringify(each)),
        })),
      }),
    )
    return `${results![0]!.EvalDecision} ${results![0]!.OrganizationsDecisionDetail!.AllowedByOrganizations}`
  }
  const all = policy('Allow', '*', '*')
  assert.equal(await evaluate([all], [all]), 'allowed true')
  assert.equal(await evaluate([all], [policy('Allow', 's3:*', '*')]), 'implicitDeny false')
  assert.equal(await evaluate([all, policy('Deny', 'ec2:RunInstances', '*')], [all]), 'explicitDeny false')
})

test('the most restrictive answer over several resources stands for the action', async () => {
  const { iam } = start()
  const { EvaluationResults: results } = await iam.send(
    new SimulateCustomPolicyCommand({
      PolicyInputList: [JSON.stringify(policy('Allow', 's3:GetObject', 'arn:aws:s3:::open/*'))],
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::open/x', 'arn:aws:s3:::shut/x'],
    }),
  )
  assert.equal(results![0]!.EvalDecision, 'implicitDeny')
  assert.deepEqual(
    results![0]!.ResourceSpecificResults!.map((each) => each.EvalResourceDecision),
    ['allowed', 'implicitDeny'],
  )
})

test('wildcards and strangers are refused, and context keys are listed', async () => {
  const { decide, iam } = start()
  assert.equal((await failureOf(decide(['ec2:*']))).name, 'InvalidInputException')
  assert.equal(
    (
      await failureOf(
        iam.send(
          new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::111111111111:role/hop', ActionNames: ['ec2:RunInstances'] }),
        ),
      )
    ).name,
    'AccessDenied',
  )
  const keys = await iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::222222222222:role/reeve' }))
  assert.deepEqual(keys.ContextKeyNames, ['aws:MultiFactorAuthPresent'])
})
