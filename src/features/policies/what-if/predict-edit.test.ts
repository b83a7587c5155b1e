import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicies, decide } from '#iam/index.ts'
import { actionListOf } from './action-list.ts'
import { type Estate, type EstateNode, type EstatePolicy, levelsOf, orgPathOf } from './estate.ts'
import { applyEstateEdit, type EstateEdit } from './plan-estate-edit.ts'
import { type ActionState, predictEdit, type Prediction } from './predict-edit.ts'

const actions = actionListOf([
  'ec2:RunInstances',
  'ec2:DescribeVpcs',
  's3:GetObject',
  's3:PutObject',
  'iam:CreateRole',
  'cloudtrail:StopLogging',
])
const full = policy('p-FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' })

test('attaching a certain Deny tells who loses what, by which policy and at which level', () => {
  const prediction = predict({ kind: 'attach', policyId: 'p-notrails', targetId: 'ou-sports' })
  assert.deepEqual(
    prediction.groups.map(({ accountIds, changes }) => ({ accountIds, changes })),
    [
      {
        accountIds: ['222222222222', '333333333333'],
        changes: [
          {
            service: 'cloudtrail',
            from: 'allowed',
            to: 'denied',
            level: 'ou-sports',
            keys: [],
            statements: ['p-notrails'],
            actions: ['cloudtrail:StopLogging'],
          },
        ],
      },
    ],
  )
  assert.equal(prediction.unaffected, 2)
})

test('a Deny that turns on the Region makes actions conditional, never denied or allowed, and names the key and the statement', () => {
  const [group] = predict({ kind: 'attach', policyId: 'p-regions', targetId: 'ou-media' }).groups
  assert.deepEqual(group?.after, { denied: 0, conditional: 5, allowed: 1, unknown: 0 })
  const change = group?.changes.find(({ service }) => service === 's3')
  assert.deepEqual(change && { from: change.from, to: change.to, keys: change.keys, statements: change.statements }, {
    from: 'allowed',
    to: 'conditional',
    keys: ['aws:RequestedRegion'],
    statements: ['p-regions#Regions'],
  })
})

test('a condition on the account itself is decided, account by account', () => {
  const prediction = predict({ kind: 'attach', policyId: 'p-own', targetId: 'r-ab12' })
  assert.deepEqual(
    prediction.groups.map(({ accountIds }) => accountIds),
    [['333333333333', '444444444444']],
  )
})

test('the management account is never bound by SCPs', () => {
  const prediction = predict({ kind: 'attach', policyId: 'p-notrails', targetId: 'r-ab12' })
  assert.ok(prediction.groups.every(({ accountIds }) => !accountIds.includes('111111111111')))
})

test('moving an account and moving an OU tell what the new place changes', () => {
  const estate = applied(base(), { kind: 'attach', policyId: 'p-notrails', targetId: 'ou-media' })
  assert.deepEqual(predict({ kind: 'move_account', accountId: '222222222222', toParentId: 'ou-media' }, estate).groups[0]?.accountIds, [
    '222222222222',
  ])
  assert.deepEqual(predict({ kind: 'move_ou', ouId: 'ou-baseball', toParentId: 'ou-media' }, estate).groups[0]?.accountIds, [
    '333333333333',
  ])
})

test('an allow-list beside FullAWSAccess changes nothing; detaching FullAWSAccess afterwards does [OIU-18]', () => {
  const beside = applied(base(), { kind: 'attach', policyId: 'p-allowlist', targetId: 'ou-media' })
  assert.equal(predict({ kind: 'attach', policyId: 'p-allowlist', targetId: 'ou-media' }).groups.length, 0)
  const [group] = predict({ kind: 'detach', policyId: full.id, targetId: 'ou-media' }, beside).groups
  assert.deepEqual(group?.after, { denied: 4, conditional: 0, allowed: 2, unknown: 0 })
})

test('what AWS would refuse is refused: the last SCP, a policy twice, an OU below itself, an AWS managed text', () => {
  const refusals: [EstateEdit, RegExp][] = [
    [{ kind: 'detach', policyId: full.id, targetId: 'ou-media' }, /at least one SCP/],
    [{ kind: 'attach', policyId: full.id, targetId: 'ou-media' }, /already/],
    [{ kind: 'move_ou', ouId: 'ou-sports', toParentId: 'ou-baseball' }, /below ou-sports itself/],
    [{ kind: 'edit', policyId: full.id, document: '{}' }, /managed by AWS/],
    [{ kind: 'attach', policyId: 'p-nothing', targetId: 'ou-media' }, /no policy p-nothing/],
  ]
  for (const [edit, says] of refusals) {
    const result = applyEstateEdit(base(), edit)
    assert.match(result.kind === 'refused' ? result.detail : 'accepted', says)
  }
})

test('an account whose policies could not all be read is told as unknown, not as unaffected', () => {
  const estate = base()
  const unread: Estate = {
    ...estate,
    policies: new Map([...estate.policies, ['p-own', { ...estate.policies.get('p-own')!, content: null }]]),
    attachments: new Map([...estate.attachments, ['ou-media', [full.id, 'p-own']]]),
  }
  assert.deepEqual(predict({ kind: 'attach', policyId: 'p-notrails', targetId: 'r-ab12' }, unread).unknown, ['444444444444'])
})

test('a text that cannot be read is never called harmless', () => {
  const prediction = predict(
    { kind: 'edit', policyId: 'p-notrails', document: '{"Statement": [' },
    applied(base(), { kind: 'attach', policyId: 'p-notrails', targetId: 'ou-media' }),
  )
  assert.deepEqual(prediction.groups[0]?.after, { denied: 0, conditional: 6, allowed: 0, unknown: 0 })
})

test('allowed and denied agree with the engine on the whole chain, whatever the policies; what the engine leaves open is conditional', () => {
  fc.assert(
    fc.property(fc.array(anyStatements(), { minLength: 3, maxLength: 3 }), fc.boolean(), (texts, attachFull) => {
      const ids = texts.map((_, index) => `p-random${index}`)
      const policies = new Map([
        ...base().policies,
        ...texts.map(
          (statements, index) =>
            [ids[index]!, { ...policy(ids[index]!), content: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }] as const,
        ),
      ])
      const estate: Estate = {
        ...base(),
        policies,
        attachments: new Map([
          ['r-ab12', [full.id, ids[0]!]],
          ['ou-sports', attachFull ? [full.id, ids[1]!] : [ids[1]!]],
          ['222222222222', [full.id]],
          ['ou-media', [full.id]],
        ]),
      }
      const after = applied(estate, { kind: 'attach', policyId: ids[2]!, targetId: '222222222222' })
      const prediction = predictEdit(estate, after, { type: 'SERVICE_CONTROL_POLICY', actions })
      const states = statesAfter(prediction, estate, '222222222222')
      if (states === undefined) return
      for (const [action, state] of states) {
        const decision = askEngine(after, '222222222222', action)
        if (state === 'allowed') assert.deepEqual([decision.decision, decision.hingesOn], ['allowed', []], action)
        if (state === 'denied')
          assert.ok(decision.blockedBy.includes('scp') && decision.hingesOn.length === 0, `${action} ${JSON.stringify(decision)}`)
        if (decision.hingesOn.length > 0) assert.equal(state, 'conditional', action)
      }
    }),
    { numRuns: 500 },
  )
})

function askEngine(estate: Estate, accountId: string, action: string) {
  return decide(compilePolicies({ scp: levelsOf(estate, accountId, 'SERVICE_CONTROL_POLICY')! }), {
    principal: { arn: '', accountId },
    action,
    resource: { arn: '*' },
    context: {
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalOrgID': estate.organizationId,
      'aws:PrincipalOrgPaths': [orgPathOf(estate, accountId)!],
    },
    assume: ['identity'],
  })
}

/** The states of changed actions after the edit; undefined when nothing changed for the account. */
function statesAfter(prediction: Prediction, _estate: Estate, accountId: string): Map<string, ActionState> | undefined {
  const group = prediction.groups.find(({ accountIds }) => accountIds.includes(accountId))
  return group === undefined
    ? undefined
    : new Map(group.changes.flatMap(({ actions: changed, to }) => changed.map((action) => [action, to] as const)))
}

function predict(edit: EstateEdit, estate: Estate = base()): Prediction {
  return predictEdit(estate, applied(estate, edit), { type: 'SERVICE_CONTROL_POLICY', actions })
}

function applied(estate: Estate, edit: EstateEdit): Estate {
  const result = applyEstateEdit(estate, edit)
  assert.equal(result.kind, 'ok', result.kind === 'refused' ? result.detail : '')
  return (result as { estate: Estate }).estate
}

function base(): Estate {
  const nodes: EstateNode[] = [
    { id: 'r-ab12', kind: 'root', parentId: null, name: 'Root' },
    { id: 'ou-media', kind: 'ou', parentId: 'r-ab12', name: 'Media' },
    { id: 'ou-sports', kind: 'ou', parentId: 'r-ab12', name: 'Sports' },
    { id: 'ou-baseball', kind: 'ou', parentId: 'ou-sports', name: 'Baseball' },
    { id: '111111111111', kind: 'account', parentId: 'r-ab12', name: 'management' },
    { id: '222222222222', kind: 'account', parentId: 'ou-sports', name: 'sports' },
    { id: '333333333333', kind: 'account', parentId: 'ou-baseball', name: 'baseball' },
    { id: '444444444444', kind: 'account', parentId: 'ou-media', name: 'media' },
  ]
  const policies = [
    full,
    policy('p-notrails', { Sid: 'KeepTrails', Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }),
    policy('p-regions', {
      Sid: 'Regions',
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
    }),
    policy('p-own', {
      Effect: 'Deny',
      Action: 's3:PutObject',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['222222222222'] } },
    }),
    policy('p-allowlist', { Effect: 'Allow', Action: ['ec2:*'], Resource: '*' }),
  ]
  return {
    organizationId: 'o-a1b2c3d4e5',
    managementAccountId: '111111111111',
    nodes: new Map(nodes.map((node) => [node.id, node])),
    policies: new Map(policies.map((each) => [each.id, each])),
    attachments: new Map(nodes.map(({ id }) => [id, [full.id]])),
  }
}

function policy(id: string, ...statements: readonly object[]): EstatePolicy {
  return {
    id,
    type: 'SERVICE_CONTROL_POLICY',
    name: id,
    awsManaged: id === 'p-FullAWSAccess',
    content: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  }
}

function anyStatements(): fc.Arbitrary<object[]> {
  const action = fc.constantFrom('ec2:*', 's3:Get*', 's3:PutObject', 'iam:CreateRole', '*', 'cloudtrail:*')
  const condition = fc.constantFrom(
    {},
    {},
    { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } },
    { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'a' } } },
    { Condition: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } } },
  )
  const statement = fc
    .tuple(fc.constantFrom('Allow', 'Deny'), fc.uniqueArray(action, { minLength: 1, maxLength: 3 }), fc.boolean(), condition)
    .map(([Effect, list, negated, extra]) => ({
      Effect,
      ...(negated && !list.includes('*') ? { NotAction: list } : { Action: list }),
      Resource: '*',
      ...extra,
    }))
  return fc.array(statement, { minLength: 1, maxLength: 3 })
}
