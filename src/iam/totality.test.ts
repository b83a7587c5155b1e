import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileDocument, compilePolicies, decide, type EvaluationRequest, explain, lintPolicy, type PolicyType } from './index.ts'

const types: readonly PolicyType[] = ['scp', 'rcp', 'identity', 'resource', 'trust', 'boundary', 'session', 'vpcEndpoint']
const request: EvaluationRequest = {
  principal: { arn: 'arn:aws:iam::111122223333:role/app' },
  action: 's3:GetObject',
  resource: { arn: 'arn:aws:s3:::data/k', accountId: '111122223333' },
  context: { 'aws:RequestedRegion': 'eu-west-1' },
}
const full = { name: 'full', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }

const element = fc.constantFrom(
  'Version',
  'Statement',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
  'Sid',
  'AWS',
  'StringEquals',
  'aws:RequestedRegion',
  '__proto__',
  'constructor',
  'toString',
)
const scalar = fc.oneof(
  fc.constantFrom('Allow', 'Deny', '*', '2012-10-17', 's3:*', 'arn:aws:s3:::data/*', '${aws:username}', '${', "${a, '"),
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const { junk } = fc.letrec((tie) => ({
  junk: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('junk'), { maxLength: 3 }),
    fc.array(fc.tuple(element, tie('junk')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
}))

test('any JSON value as a document gives an answer and never an allow by itself', () => {
  fc.assert(
    fc.property(junk, fc.constantFrom(...types), (value, type) => {
      const document = value as object
      const compiled = compileDocument(type, document)
      const identity = compilePolicies({ identity: [{ name: 'junk', document: compiled }] })
      const { decision, diagnostics } = explain(identity, request)
      if (diagnostics.some(({ severity }) => severity === 'error') && compiled.statements.every(({ isVoid, denies }) => isVoid || denies))
        assert.notEqual(decision, 'allowed')
      lintPolicy(type, JSON.stringify(value) ?? '')
    }),
    { numRuns: 3_000 },
  )
})

const denial =
  '{"Version":"2012-10-17","Statement":[{"Sid":"D","Effect":"Deny","Action":["s3:Get*"],"Resource":["arn:aws:s3:::data/*"],"Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1"]}}}]}'

test('damaging the grammar of a denial never lets through what it denied', () => {
  const damage = fc.oneof(
    // Cut the text short, or drop or double one of its structural characters.
    fc.nat(denial.length - 1).map((at) => denial.slice(0, at)),
    fc.constantFrom('{', '}', '[', ']', ':', ',', '"').chain((mark) => fc.constant(denial.replace(mark, ''))),
    fc.constantFrom('{', '}', '[', ']', ':', ',', '"').chain((mark) => fc.constant(denial.replace(mark, mark + mark))),
    // Replace an element's name or value by something that cannot be one.
    fc
      .tuple(
        fc.constantFrom('"Effect"', '"Action"', '"Resource"', '"Condition"', '"StringEquals"', '"Statement"'),
        fc.constantFrom('"Efect"', '"x"', '""', '"Sid"'),
      )
      .map(([from, to]) => denial.replace(from, to)),
    fc
      .tuple(
        fc.constantFrom(
          '"Deny"',
          '["s3:Get*"]',
          '["arn:aws:s3:::data/*"]',
          '{"StringEquals":{"aws:RequestedRegion":["eu-west-1"]}}',
          '{"aws:RequestedRegion":["eu-west-1"]}',
          '"2012-10-17"',
        ),
        fc.constantFrom('null', '7', 'true', '[]', '{}', '[[]]', '[null]', '"deny"', '{"a":{"b":"c"}}'),
      )
      .map(([from, to]) => denial.replace(from, to)),
    fc
      .constantFrom('"Effect":"Allow",', '"Action":"ec2:*",', '"Resource":"*",', '"Condition":{},')
      .map((twin) => denial.replace('"Effect":"Deny",', `"Effect":"Deny",${twin}`)),
  )
  fc.assert(
    fc.property(damage, (text) => {
      // An emptied condition block or list of statements is still grammar; it is not damage.
      const decision = decide(compilePolicies({ identity: [full, { name: 'd', document: text }] }), request)
      if (text.includes('"Statement":[]')) return
      assert.notEqual(decision.decision, 'allowed', text)
    }),
    { numRuns: 3_000 },
  )
})

test('nesting, width and length are bounded and diagnosed', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  assert.equal(compileDocument('scp', deep).diagnostics[0]?.rule, 'nesting')
  assert.equal(compileDocument('scp', JSON.parse(deep) as object).diagnostics[0]?.rule, 'nesting')
  const wide = compileDocument('identity', JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: 50_000 }, () => 7) }))
  assert.equal(wide.diagnostics.length, 100)
  const listed = compileDocument(
    'identity',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: Array.from({ length: 100_000 }, (_, index) => `s3:Act${index}`), Resource: '*' },
    }),
  )
  assert.deepEqual(listed.diagnostics, [])
  assert.equal(compileDocument('scp', `"${'\\'.repeat(1_000_000)}`).diagnostics[0]?.rule, 'json-syntax')
})

test('keys that objects inherit are ordinary condition keys', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"${key}":"*"}}}}`
    assert.equal(decide(compilePolicies({ identity: [{ name: 'p', document }] }), request).decision, 'implicit_deny', key)
  }
})

test('a context value of a type that the contract does not know is compared as text and never throws', () => {
  const odd = {
    'aws:RequestedRegion': 5,
    'aws:TagKeys': [1, null],
    'aws:SourceIp': {},
    'aws:PrincipalTag/x': null,
  } as unknown as EvaluationRequest['context']
  const document = {
    Version: '2012-10-17',
    Statement: ['aws:RequestedRegion', 'aws:TagKeys', 'aws:SourceIp', 'aws:PrincipalTag/x'].map((key) => ({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringNotLike: { [key]: 'x*' }, 'ForAnyValue:StringEquals': { [key]: '5' } },
    })),
  }
  assert.doesNotThrow(() => explain(compilePolicies({ identity: [{ name: 'p', document }] }), { ...request, context: odd }))
})
