import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicies, decide } from '#iam/index.ts'
import type { PolicyLevel } from '#iam/types.ts'
import type { Document, Statement } from './define-guardrail.ts'
import { planPacking, sizeOf } from './plan-packing.ts'

const allowAll: Document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

test('statements that differ in their actions alone share their resource and condition', () => {
  const condition = { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } }
  const packing = planPacking([deny('A', ['ec2:*'], condition), deny('B', ['s3:*'], condition)], { slots: 1, charactersMax: 10_240 })
  assert.deepEqual(packing.kind === 'packed' && packing.documents[0]?.Statement, [deny('A', ['ec2:*', 's3:*'], condition)])
})

test('what one policy cannot hold is shared out over the slots that are left', () => {
  const statements = Array.from({ length: 12 }, (_, index) =>
    deny(
      `S${index}`,
      Array.from({ length: 20 }, (__, n) => `service${index}:Action${n}`),
      { StringEquals: { 'aws:RequestedRegion': `r-${index}` } },
    ),
  )
  const packing = planPacking(statements, { slots: 5, charactersMax: 2_000 })
  assert.equal(packing.kind, 'packed')
  if (packing.kind !== 'packed') return
  assert.ok(packing.documents.length > 1 && packing.characters.every((characters) => characters <= 2_000))
})

test('too little room is said with the number of policies it would take', () => {
  const statements = Array.from({ length: 12 }, (_, index) =>
    deny(
      `S${index}`,
      Array.from({ length: 20 }, (__, n) => `service${index}:Action${n}`),
      { StringEquals: { 'aws:RequestedRegion': `r-${index}` } },
    ),
  )
  const packing = planPacking(statements, { slots: 1, charactersMax: 2_000 })
  assert.equal(packing.kind, 'does_not_fit')
  assert.match(packing.kind === 'does_not_fit' ? packing.detail : '', /need \d+ policies of 2000 characters; the target has room for 1/)
})

test('a statement without a list to split is said to be too large', () => {
  const packing = planPacking([deny('Long', ['s3:*'], { StringEquals: { 'aws:PrincipalTag/x': 'y'.repeat(600) } })], {
    slots: 5,
    charactersMax: 500,
  })
  assert.deepEqual(packing.kind === 'does_not_fit' && packing.slotsNeeded, null)
})

test('packed policies decide every request as the statements did, within quota and with unique Sids', () => {
  fc.assert(
    fc.property(
      fc.array(anyStatement(), { minLength: 1, maxLength: 12 }),
      fc.array(anyRequest(), { minLength: 5, maxLength: 15 }),
      fc.integer({ min: 400, max: 1_200 }),
      (statements, requests, charactersMax) => {
        const packing = planPacking(statements, { slots: 50, charactersMax })
        assert.equal(packing.kind, 'packed', JSON.stringify(packing))
        if (packing.kind !== 'packed') return
        for (const document of packing.documents) {
          assert.ok(sizeOf(document) <= charactersMax)
          const sids = document.Statement.flatMap(({ Sid }) => Sid ?? [])
          assert.equal(new Set(sids).size, sids.length)
        }
        const original = compilePolicies({ scp: levels([{ Version: '2012-10-17', Statement: statements }]) })
        const result = compilePolicies({ scp: levels(packing.documents) })
        for (const { action, region, resource } of requests) {
          const request = {
            principal: { arn: 'arn:aws:iam::111111111111:role/x', accountId: '111111111111' },
            action,
            resource: { arn: resource, accountId: '111111111111' },
            context: { 'aws:RequestedRegion': region },
            assume: ['identity' as const],
          }
          assert.equal(decide(result, request).decision, decide(original, request).decision)
        }
      },
    ),
    { numRuns: 400 },
  )
})

function levels(documents: readonly Document[]): PolicyLevel[] {
  return [
    { target: 'r-ab12', policies: [{ name: 'full', document: allowAll }] },
    { target: '111111111111', policies: documents.map((document, index) => ({ name: `p${index}`, document })) },
  ]
}

function deny(Sid: string, Action: readonly string[], Condition: Statement['Condition'] & object): Statement {
  return { Sid, Effect: 'Deny', Action, Resource: '*', Condition }
}

function anyStatement(): fc.Arbitrary<Statement> {
  const action = fc.constantFrom('s3:*', 's3:GetObject', 's3:Put*', 'ec2:*', 'ec2:RunInstances', 'iam:CreateRole', '*')
  const resource = fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::b/*')
  const condition = fc.constantFrom(
    {},
    { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } },
    { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } },
  )
  const actions = fc.uniqueArray(action, { minLength: 1, maxLength: 4 })
  const elements = fc.oneof(
    actions.map((list) => ({ Action: list })),
    actions.filter((list) => !list.includes('*')).map((list) => ({ NotAction: list })),
  )
  return fc
    .tuple(
      fc.constantFrom('Allow' as const, 'Deny' as const),
      elements,
      fc.uniqueArray(resource, { minLength: 1, maxLength: 3 }),
      condition,
      fc.constantFrom('One', 'Two'),
    )
    .map(([Effect, chosen, Resource, extra, Sid]) => ({ Sid, Effect, ...chosen, Resource, ...extra }))
}

function anyRequest(): fc.Arbitrary<{ action: string; region: string; resource: string }> {
  return fc.record({
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'ec2:RunInstances', 'iam:CreateRole', 'sqs:SendMessage'),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    resource: fc.constantFrom('arn:aws:s3:::a/k', 'arn:aws:s3:::c/k'),
  })
}
