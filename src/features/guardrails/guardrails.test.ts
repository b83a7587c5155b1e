import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileDocument } from '#iam/index.ts'
import { accountBoundaryGuardrail } from './library/account-boundary.guardrail.ts'
import { gameDayDenialGuardrail } from './library/game-day-denial.guardrail.ts'
import { organizationBoundaryGuardrail } from './library/organization-boundary.guardrail.ts'
import { ouBoundaryGuardrail } from './library/ou-boundary.guardrail.ts'
import { serviceAllowListGuardrail } from './library/service-allow-list.guardrail.ts'
import { sourceIpGuardrail } from './library/source-ip.guardrail.ts'
import type { Guardrail } from './define-guardrail.ts'
import { guardrails } from './guardrails.gen.ts'
import { proveProbes } from './prove-probes.ts'

const media = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'
const sports = 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'

for (const guardrail of guardrails as unknown as readonly Guardrail[]) {
  for (const form of guardrail.forms) {
    test(`${guardrail.id} as ${form}: every probe holds by the engine, and the document is clean`, () => {
      const params = guardrail.params.parse(guardrail.example)
      const { document } = guardrail.render(params, form)
      assert.deepEqual(
        compileDocument(form, document).diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      )
      const results = proveProbes(document, form, guardrail.probes(params))
      assert.ok(results.some(({ probe }) => probe.must === 'be_denied') && results.some(({ probe }) => probe.must === 'stay_allowed'))
      for (const { probe, holds, decision } of results) assert.ok(holds, `${probe.name}: ${JSON.stringify(decision)}`)
    })
  }

  test(`${guardrail.id}: Sids are unique letters and digits [PERIM-10]`, () => {
    const { document } = guardrail.render(guardrail.params.parse(guardrail.example), guardrail.forms[0]!)
    const sids = document.Statement.map(({ Sid }) => Sid ?? '')
    for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/)
    assert.equal(new Set(sids).size, sids.length)
  })
}

test('every guardrail has its own id', () => {
  assert.equal(new Set(guardrails.map(({ id }) => id)).size, guardrails.length)
})

test('the account boundary is the first example, faithful to the letter [PERIM-5]', () => {
  assert.deepEqual(render(accountBoundaryGuardrail, { accounts: ['222222222222'], mode: 'faithful' }), {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyS3AccessOutsideMyBoundary',
        Effect: 'Deny',
        Action: ['s3:*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:ResourceAccount': ['222222222222'] } },
      },
    ],
  })
  const [statement] = render(accountBoundaryGuardrail, { mode: 'faithful' }).Statement
  assert.deepEqual(statement?.Condition, { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } })
})

test('the OU boundary is the second example on the six-OU tree, faithful to the letter [PERIM-6, PERIM-7]', () => {
  const [statement] = render(ouBoundaryGuardrail, {
    paths: [media, `${sports}*`, `${sports}ou-ab12-33333333/`],
    mode: 'faithful',
  }).Statement
  assert.deepEqual(statement, {
    Sid: 'DenyS3AccessOutsideMyBoundary',
    Effect: 'Deny',
    Action: ['s3:*'],
    Resource: '*',
    Condition: { 'ForAllValues:StringNotLike': { 'aws:ResourceOrgPaths': [media, `${sports}*`] } },
  })
})

test('the organization boundary is the third example, faithful to the letter [PERIM-8]', () => {
  const [statement] = render(organizationBoundaryGuardrail, { mode: 'faithful' }).Statement
  assert.equal(statement?.Resource, 'arn:aws:s3:::*/*')
  assert.deepEqual(statement?.Condition, { StringNotEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } })
})

test('perimeters deny only; they grant nothing [PERIM-4]', () => {
  for (const guardrail of [
    accountBoundaryGuardrail,
    ouBoundaryGuardrail,
    organizationBoundaryGuardrail,
  ] as unknown as readonly Guardrail[]) {
    const { document } = guardrail.render(guardrail.params.parse(guardrail.example), 'scp')
    assert.ok(document.Statement.every(({ Effect }) => Effect === 'Deny'))
  }
})

test('by default a perimeter leaves requests alone that do not say whose resource they touch; the faithful mode denies them', () => {
  const bare = [
    {
      name: 'no key',
      must: 'stay_allowed' as const,
      request: {
        principal: { arn: 'arn:aws:iam::111111111111:role/Developer', accountId: '111111111111' },
        action: 's3:PutObject',
        resource: { arn: 'arn:aws:s3:::b/k' },
        context: {},
      },
    },
  ]
  assert.equal(proveProbes(render(ouBoundaryGuardrail, { paths: [media] }), 'scp', bare)[0]?.holds, true)
  assert.equal(proveProbes(render(ouBoundaryGuardrail, { paths: [media], mode: 'faithful' }), 'scp', bare)[0]?.holds, false)
})

test('the allow-list is the four statements of the rule, one per service [OIU-16]', () => {
  const { Statement } = render(serviceAllowListGuardrail, {})
  assert.deepEqual(
    Statement.map(({ Effect, Action, Resource }) => ({ Effect, Action, Resource })),
    ['ec2:*', 'rds:*', 's3:*', 'elasticloadbalancing:*'].map((action) => ({ Effect: 'Allow', Action: [action], Resource: ['*'] })),
  )
})

test("the address restriction is the source's policy; as SCP it leaves service roles out and guards their path [GEO-8, GEO-9]", () => {
  const params = sourceIpGuardrail.params.parse({ addresses: ['203.0.113.10'] })
  assert.deepEqual(sourceIpGuardrail.render(params, 'identity').document.Statement[0]?.Condition, {
    NotIpAddress: { 'aws:SourceIp': ['203.0.113.10'] },
    Bool: { 'aws:ViaAWSService': 'false' },
  })
  const [deny, guard] = sourceIpGuardrail.render(params, 'scp').document.Statement
  assert.deepEqual(deny?.Condition?.['ArnNotLikeIfExists'], {
    'aws:PrincipalArn': ['arn:aws:iam::*:role/service-role/*', 'arn:aws:iam::*:role/aws-service-role/*'],
  })
  assert.deepEqual(guard?.Resource, ['arn:aws:iam::*:role/service-role/*'])
  assert.ok(
    guard?.Action?.includes('iam:CreateRole') &&
      guard.Action.includes('iam:PassRole') &&
      guard.Action.includes('iam:UpdateAssumeRolePolicy'),
  )
})

test("the game day denies the sample's control planes in us-east-1 [DR-8, DR-10]", () => {
  const [statement] = render(gameDayDenialGuardrail, {}).Statement
  assert.deepEqual(statement, {
    Sid: 'GameDayDenial',
    Effect: 'Deny',
    Action: ['iam:*', 'route53:*'],
    Resource: ['*'],
    Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1'] } },
  })
})

function render<Params>(
  guardrail: {
    readonly params: { parse(input: unknown): Params }
    readonly render: (params: Params, form: 'scp') => { readonly document: ReturnType<Guardrail['render']>['document'] }
  },
  input: object,
) {
  return guardrail.render(guardrail.params.parse(input), 'scp').document
}
