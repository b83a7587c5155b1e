import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compilePolicies,
  decide,
  type EvaluationRequest,
  explain,
  layerOrder,
  parsePolicy,
  type PolicyLayers,
  type PolicyType,
  printPolicy,
} from './index.ts'

const account = '111122223333'
const keys = ['aws:RequestedRegion', 'aws:PrincipalTag/team', 'aws:TagKeys', 'aws:SourceIp', 'aws:MultiFactorAuthAge', 'aws:PrincipalOrgID']
const words = ['a', 'b', 'eu-west-1', 'us-east-1', 'o-a1b2c3d4e5']

const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 's3:Get*', '*', 'ec2:RunInstances', '*:*Object', 's3:?etObject')
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::data/k',
  'arn:aws:s3:*',
  'arn:aws:s3:::${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::${aws:PrincipalTag/team, 'data'}/*",
  'arn:aws:ec2:*:*:instance/*',
)
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 })
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
  'ForAllValues:StringEquals',
  'ForAnyValue:StringLike',
  'ForAnyValue:StringNotEquals',
  'ForAllValues:StringNotLike',
)
const block = fc.oneof(
  fc.record({ operator, key: fc.constantFrom(...keys), values: listOf(fc.constantFrom(...words, '*', '${aws:PrincipalTag/team}')) }),
  fc.record({ operator: fc.constant('Null'), key: fc.constantFrom(...keys), values: fc.constantFrom(['true'], ['false']) }),
  fc.record({ operator: fc.constant('NotIpAddress'), key: fc.constant('aws:SourceIp'), values: fc.constant(['203.0.113.0/24']) }),
  fc.record({ operator: fc.constant('NumericLessThan'), key: fc.constant('aws:MultiFactorAuthAge'), values: fc.constant(['3600']) }),
)
const conditions = fc.array(block, { maxLength: 2 }).map((blocks) => {
  const result: Record<string, Record<string, readonly string[]>> = {}
  for (const one of blocks) (result[one.operator] ??= {})[one.key] = one.values
  return result
})
const effect = fc.constantFrom('Allow', 'Allow', 'Deny')
const principal = fc.constantFrom(
  '*',
  { AWS: account },
  { AWS: `arn:aws:iam::${account}:role/app` },
  { AWS: [`arn:aws:sts::${account}:assumed-role/app/s`, '444455556666'] },
  { Service: 'cloudtrail.amazonaws.com' },
)

function statement(type: PolicyType): fc.Arbitrary<Record<string, unknown>> {
  const parts = fc.record({
    effect: type === 'rcp' ? fc.constant('Deny') : effect,
    actions: listOf(action),
    resources: listOf(resource),
    conditions,
    principal,
    shape: fc.integer({ min: 0, max: 9 }),
  })
  return parts.map(({ effect: says, actions, resources, conditions: when, principal: who, shape }) => ({
    Effect: says,
    [shape === 0 && type !== 'rcp' ? 'NotAction' : 'Action']: type === 'rcp' ? actions.map((one) => (one === '*' ? 's3:*' : one)) : actions,
    [shape === 1 ? 'NotResource' : 'Resource']: resources,
    ...(type === 'resource' || type === 'vpcEndpoint' ? { Principal: who } : type === 'rcp' ? { Principal: '*' } : {}),
    ...(Object.keys(when).length === 0 ? {} : { Condition: when }),
  }))
}

const documentOf = (type: PolicyType) =>
  fc.array(statement(type), { minLength: 1, maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement }))
const named = (type: PolicyType) =>
  fc.array(
    documentOf(type).map((document) => ({ name: 'p', document })),
    { maxLength: 2 },
  )
const levels = (type: 'scp' | 'rcp') =>
  fc.array(fc.record({ target: fc.constantFrom('r-ab12', 'ou-ab12-11111111'), policies: named(type) }), { maxLength: 3 })

const layers: fc.Arbitrary<PolicyLayers> = fc.record(
  {
    identity: named('identity'),
    boundary: named('boundary'),
    session: named('session'),
    vpcEndpoint: named('vpcEndpoint'),
    resource: documentOf('resource'),
    scp: levels('scp'),
    rcp: levels('rcp'),
  },
  { requiredKeys: ['identity'] },
)

const context = fc.dictionary(
  fc.constantFrom(...keys),
  fc.oneof(fc.constantFrom(...words, '203.0.113.9', '100'), fc.array(fc.constantFrom(...words, ''), { maxLength: 2 })),
  { maxKeys: 4 },
)
const request: fc.Arbitrary<EvaluationRequest> = fc.record(
  {
    principal: fc.constantFrom(
      { arn: `arn:aws:iam::${account}:role/app` },
      { arn: `arn:aws:sts::${account}:assumed-role/app/s` },
      { arn: `arn:aws:iam::${account}:user/ann` },
      { arn: 'cloudtrail.amazonaws.com', type: 'service' as const },
      { arn: '*', type: 'anonymous' as const },
    ),
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'ec2:RunInstances', 'S3:getobject'),
    resource: fc.constantFrom(
      { arn: 'arn:aws:s3:::data/k', accountId: account },
      { arn: 'arn:aws:s3:::data/k', accountId: '444455556666' },
      { arn: 'arn:aws:s3:::data/k' },
      { arn: '*' },
    ),
    context,
    organization: fc.constant({ id: 'o-a1b2c3d4e5', managementAccountId: '999988887777' }),
    assume: fc.constant(['identity'] as const),
  },
  { requiredKeys: ['principal', 'action', 'resource', 'context'] },
)

const runs = { numRuns: 1_000 }
const denyAll = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }

test('an explicit deny in any applicable identity-side layer wins over every allow', () => {
  fc.assert(
    fc.property(layers, request, fc.constantFrom('boundary', 'session', 'vpcEndpoint'), (policies, asked, layer) => {
      const document = layer === 'vpcEndpoint' ? { ...denyAll, Statement: { ...denyAll.Statement, Principal: '*' } } : denyAll
      const decision = decide(compilePolicies({ ...policies, [layer]: [...(policies[layer] ?? []), { name: 'no', document }] }), asked)
      const isApplicable = layer === 'vpcEndpoint' || asked.principal.type === undefined
      if (isApplicable) assert.equal(decision.decision, 'explicit_deny')
    }),
    runs,
  )
})

test('adding an SCP level never widens what is allowed', () => {
  fc.assert(
    fc.property(layers, request, levels('scp'), (policies, asked, more) => {
      const before = decide(compilePolicies(policies), asked)
      // A key derived from membership would change the question, so membership is settled in both.
      const after = decide(compilePolicies({ ...policies, scp: [...(policies.scp ?? []), ...more] }), {
        ...asked,
        context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5', ...asked.context },
      })
      const same = decide(compilePolicies(policies), {
        ...asked,
        context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5', ...asked.context },
      })
      if (after.decision === 'allowed') assert.equal(same.decision, 'allowed', JSON.stringify(before))
    }),
    runs,
  )
})

test('the order of statements and of policies does not matter', () => {
  fc.assert(
    fc.property(layers, request, (policies, asked) => {
      const turned = JSON.parse(JSON.stringify(policies), (key, value: unknown) =>
        Array.isArray(value) && key !== 'scp' && key !== 'rcp' ? value.toReversed() : value,
      ) as PolicyLayers
      const before = decide(compilePolicies(policies), asked)
      const after = decide(compilePolicies(turned), asked)
      assert.deepEqual([after.decision, after.blockedBy, after.hingesOn], [before.decision, before.blockedBy, before.hingesOn])
      assert.equal(after.decidedBy.length, before.decidedBy.length)
    }),
    runs,
  )
})

test('the explaining path decides as the fast path does, and its layers add up to the decision', () => {
  fc.assert(
    fc.property(layers, request, (policies, asked) => {
      const compiled = compilePolicies(policies)
      const { sentence, layers: notes, ...decision } = explain(compiled, asked)
      assert.deepEqual(decision, decide(compiled, asked))
      assert.ok(sentence.length > 0)
      const effect = decision.decision === 'explicit_deny' ? 'Deny' : 'Allow'
      const matched = notes.flatMap((note) => note.matched.filter((one) => one.effect === effect))
      const sorted = (list: readonly { layer: string; target?: string; policy: string; statement: number }[]) =>
        list.map(({ layer, target, policy, statement: index }) => `${layer} ${target} ${policy} ${index}`).sort()
      if (decision.decision !== 'implicit_deny') assert.deepEqual(sorted(matched), sorted(decision.decidedBy))
      assert.equal(
        notes.some(({ outcome }) => outcome === 'denies'),
        decision.decision === 'explicit_deny',
      )
      if (decision.decision !== 'explicit_deny')
        assert.deepEqual([...new Set(notes.filter(({ isBlocking }) => isBlocking).map(({ layer }) => layer))], decision.blockedBy)
    }),
    runs,
  )
})

test('a decision hinges on every key whose value turns it', () => {
  const value = fc.oneof(
    fc.constantFrom(...words, '203.0.113.9', '198.51.100.1', '100', '5000'),
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
  )
  fc.assert(
    fc.property(layers, request, fc.constantFrom(...keys), value, (policies, asked, key, given) => {
      if (key in asked.context || asked.organization !== undefined || asked.principal.type !== undefined) return
      const compiled = compilePolicies(policies)
      const without = decide(compiled, asked)
      const withKey = decide(compiled, { ...asked, context: { ...asked.context, [key]: given } })
      if ((without.decision === 'allowed') !== (withKey.decision === 'allowed'))
        assert.ok(without.hingesOn.includes(key), `${key} is missing in ${without.hingesOn.join()}`)
    }),
    { numRuns: 5_000 },
  )
})

test('deciding again after many other requests gives the same answer: nothing remembered leaks', () => {
  fc.assert(
    fc.property(layers, fc.array(request, { minLength: 40, maxLength: 80 }), (policies, asked) => {
      const compiled = compilePolicies(policies)
      const first = asked.map((one) => decide(compilePolicies(policies), one))
      for (let pass = 0; pass < 2; pass++)
        assert.deepEqual(
          asked.map((one) => decide(compiled, one)),
          first,
        )
    }),
    { numRuns: 60 },
  )
})

test('blockedBy keeps to the fixed order of layers and is empty exactly when allowed', () => {
  fc.assert(
    fc.property(layers, request, (policies, asked) => {
      const { decision, blockedBy } = decide(compilePolicies(policies), asked)
      assert.deepEqual(
        [...blockedBy],
        layerOrder.filter((layer) => blockedBy.includes(layer)),
      )
      assert.equal(blockedBy.length === 0, decision === 'allowed')
    }),
    runs,
  )
})

for (const type of ['identity', 'resource', 'scp', 'rcp', 'boundary', 'session', 'vpcEndpoint'] as const) {
  test(`printing and parsing again gives the same ${type} policy`, () => {
    fc.assert(
      fc.property(documentOf(type), fc.constantFrom(0, 2), (document, indent) => {
        const { parsed, diagnostics } = parsePolicy(type, document)
        assert.deepEqual(
          diagnostics.filter(({ severity }) => severity === 'error'),
          [],
        )
        assert.deepEqual(parsePolicy(type, printPolicy(parsed!, indent)).parsed, parsed)
      }),
      { numRuns: 300 },
    )
  })
}
