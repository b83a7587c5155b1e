import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readIamIndex } from '../data/iam-index.ts'
import type { PolicyType } from '../types.ts'
import { lintPolicy } from './lint-policy.ts'
import { lintDocument, renderDiagnostics } from './render.ts'

const index = readIamIndex(readFileSync(new URL('../data/iam-data.gen.json', import.meta.url), 'utf8'))
const deny = { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }

/** type, statement, rules that must be reported, in the order of their places. */
const rows: readonly (readonly [title: string, type: PolicyType, statement: object, rules: readonly string[]])[] = [
  ['a sound SCP', 'scp', deny, []],
  ['an SCP with a principal', 'scp', { ...deny, Principal: '*' }, ['principal-forbidden']],
  ['an SCP without resource', 'scp', { Effect: 'Deny', Action: 's3:*' }, ['resource-missing']],
  [
    'an SCP that allows single resources under a condition',
    'scp',
    {
      Effect: 'Allow',
      Action: 'ec2:*Image*',
      Resource: 'arn:aws:ec2:*:*:image/*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    },
    [],
  ],
  ['an RCP that allows', 'rcp', { ...deny, Effect: 'Allow', Principal: '*' }, ['rcp-allow']],
  ['an RCP for every action', 'rcp', { ...deny, Action: '*', Principal: '*' }, ['rcp-action-star']],
  ['an RCP with NotAction', 'rcp', { Effect: 'Deny', NotAction: 's3:*', Resource: '*', Principal: '*' }, ['rcp-not-action']],
  ['an RCP for one principal', 'rcp', { ...deny, Principal: { AWS: '111122223333' } }, ['rcp-principal']],
  ['an RCP for a service that RCPs do not reach', 'rcp', { ...deny, Action: 'ec2:RunInstances', Principal: '*' }, ['rcp-service']],
  [
    'a trust policy with a resource',
    'trust',
    { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Resource: '*' },
    ['resource-forbidden'],
  ],
  ['a trust policy', 'trust', { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }, []],
  [
    'a principal with a wildcard inside',
    'resource',
    { ...deny, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
    ['principal-format'],
  ],
  ['an account id without quotes', 'resource', { ...deny, Principal: { AWS: 111122223333 } }, ['principal-values']],
  [
    'NotPrincipal with Allow',
    'resource',
    { Effect: 'Allow', Action: 's3:*', Resource: '*', NotPrincipal: { AWS: '111122223333' } },
    ['not-principal-allow', 'not-principal'],
  ],
  ['everyone without condition', 'resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' }, ['public']],
  ['a misspelt action', 'identity', { ...deny, Action: 's3:GetObjekt' }, ['action-unknown']],
  ['a misspelt service', 'identity', { ...deny, Action: 's33:GetObject' }, ['service-unknown']],
  ['a wildcard that meets no action', 'identity', { ...deny, Action: 's3:Fetch*' }, ['action-unknown']],
  ['Allow with NotAction', 'identity', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, ['allow-not-action']],
  [
    'a multi-value key with a single-value operator',
    'scp',
    { ...deny, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } },
    ['multivalue-key'],
  ],
  [
    'a single-value key with a set operator',
    'scp',
    { ...deny, Condition: { 'ForAnyValue:StringEquals': { 'aws:RequestedRegion': 'eu-west-1' } } },
    ['single-value-key'],
  ],
  [
    'ForAllValues in an Allow without guard',
    'identity',
    { ...deny, Effect: 'Allow', Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } } },
    ['forallvalues-missing-key'],
  ],
  [
    'ForAllValues in an Allow with guard',
    'identity',
    { ...deny, Effect: 'Allow', Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, Null: { 'aws:TagKeys': 'false' } } },
    [],
  ],
  [
    'an organization path without trailing slash',
    'scp',
    { ...deny, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111*' } } },
    ['org-path-slash'],
  ],
  [
    'an organization path that is one',
    'scp',
    { ...deny, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } } },
    [],
  ],
  [
    'an organization path without organization',
    'scp',
    { ...deny, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'r-ab12/ou-ab12-11111111/*' } } },
    ['org-path-form'],
  ],
  [
    'a Deny that also hits requests without the key',
    'scp',
    { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    ['deny-on-missing-key'],
  ],
  [
    'ForAllValues in a Deny, which fires on a missing key',
    'scp',
    { ...deny, Condition: { 'ForAllValues:StringNotLike': { 'aws:ResourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } } },
    ['forallvalues-missing-key'],
  ],
  [
    'the same with the missing-key guard',
    'scp',
    {
      ...deny,
      Condition: {
        'ForAllValues:StringNotLike': { 'aws:ResourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' },
        Null: { 'aws:ResourceOrgPaths': 'false' },
      },
    },
    [],
  ],
  [
    'an exemption by a path that anyone may create roles under',
    'scp',
    { ...deny, Condition: { ArnNotLikeIfExists: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service-role/*' } } },
    ['exemption-creatable'],
  ],
  [
    'an exemption by a path that AWS alone may use',
    'scp',
    { ...deny, Condition: { ArnNotLikeIfExists: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } } },
    [],
  ],
  ['the same with IfExists', 'scp', { ...deny, Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }, []],
  [
    'a wildcard under StringEquals',
    'scp',
    { ...deny, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red-*' } } },
    ['wildcard-literal'],
  ],
  ['a short ARN', 'scp', { ...deny, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam' } } }, ['arn-incomplete']],
  ['an operator of another type', 'scp', { ...deny, Condition: { NumericEquals: { 'aws:PrincipalArn': '5' } } }, ['operator-type']],
  [
    'an operator in the wrong case',
    'scp',
    { ...deny, Condition: { stringequals: { 'aws:PrincipalTag/team': 'a' } } },
    ['operator-unknown'],
  ],
  ['a value that is no number', 'scp', { ...deny, Condition: { NumericEquals: { 'aws:MultiFactorAuthAge': 'ten' } } }, ['condition-value']],
  [
    'a number where a string belongs',
    'scp',
    { ...deny, Condition: { StringEquals: { 'aws:PrincipalAccount': 111122223333 } } },
    ['value-not-string'],
  ],
  ['a variable before the fifth colon', 'identity', { ...deny, Resource: 'arn:aws:s3:${aws:RequestedRegion}::b' }, ['variable-position']],
  ['an unfinished variable', 'identity', { ...deny, Resource: 'arn:aws:s3:::${aws:username' }, ['variable-format']],
  ['a resource that is no ARN', 'identity', { ...deny, Resource: 'my-bucket' }, ['resource-format']],
  ['Action and NotAction', 'identity', { ...deny, NotAction: 's3:*' }, ['action-twice']],
]

for (const [title, type, statement, rules] of rows) {
  test(`${title}: ${rules.length === 0 ? 'nothing to report' : rules.join(', ')}`, () => {
    const found = lintPolicy(type, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), { index })
    assert.deepEqual(found.map(({ rule }) => rule).sort(), [...rules].sort())
    for (const { pointer, line, column } of found) assert.ok(pointer.startsWith('/Statement/0') && line === 1 && column! > 1, pointer)
  })
}

test('diagnostics carry pointer, line, column, severity and what to write instead', () => {
  const text =
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "deny",\n      "Action": "s3:*",\n      "Resource": "*"\n    }\n  ]\n}'
  assert.deepEqual(lintPolicy('identity', text), [
    {
      rule: 'effect-invalid',
      severity: 'error',
      message: '`Effect` is case-sensitive and must be "Allow" or "Deny".',
      suggestion: '"Deny" or "Allow"',
      pointer: '/Statement/0/Effect',
      line: 5,
      column: 7,
    },
  ])
})

test('SCPs may have 10,240 characters and RCPs 5,120, and other limits can be given', () => {
  const padded = (length: number, extra: object) => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...deny, ...extra }] })
    return text + ' '.repeat(length - text.length)
  }
  const sizes = (type: PolicyType, text: string, options = {}) =>
    lintPolicy(type, text, options).filter(({ rule }) => rule === 'size').length
  assert.deepEqual([sizes('scp', padded(10_240, {})), sizes('scp', padded(10_241, {}))], [0, 1])
  assert.deepEqual([sizes('rcp', padded(5_120, { Principal: '*' })), sizes('rcp', padded(5_121, { Principal: '*' }))], [0, 1])
  assert.equal(sizes('identity', padded(9_000, {})), 0, 'blanks do not count for IAM policies')
  const old = { quotas: { scp: { charactersMax: 5_120, countsWhitespace: true, asOf: '2024-01-01', source: 'older documents' } } }
  assert.equal(sizes('scp', padded(5_121, {}), old), 1)
})

test('errors exit 3, warnings alone exit 0', () => {
  const text = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  assert.equal(lintDocument(text({ ...deny, Effect: 'no' }), 'scp').exitCode, 3)
  const warned = lintDocument(text({ ...deny, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }), 'scp')
  assert.deepEqual([warned.exitCode, warned.diagnostics.map(({ severity }) => severity)], [0, ['warning']])
})

test('text that is not UTF-8, or not JSON, is one diagnostic', () => {
  assert.deepEqual(
    lintPolicy('scp', new Uint8Array([0xc3, 0x28])).map(({ rule }) => rule),
    ['encoding'],
  )
  assert.deepEqual(
    lintPolicy('scp', '{"Version": "2012-10-17",\n "Statement": [}').map(({ rule, line, column }) => [rule, line, column]),
    [['json-syntax', 2, 16]],
  )
})

test('a key that stands twice is reported at its second place', () => {
  const found = lintPolicy(
    'scp',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*",\n"Action":"ec2:*","Resource":"*"}]}',
  )
  assert.deepEqual(
    found.map(({ rule, pointer, line, column }) => [rule, pointer, line, column]),
    [['duplicate-key', '/Statement/0/Action', 2, 1]],
  )
})

test('SARIF names tool, rule, level, file, line and pointer', () => {
  const { diagnostics } = lintDocument('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*"}]}', 'scp')
  const sarif = JSON.parse(renderDiagnostics(diagnostics, 'sarif', 'a b.json')) as {
    version: string
    runs: { results: { ruleId: string; level: string; locations: unknown[] }[] }[]
  }
  assert.equal(sarif.version, '2.1.0')
  assert.deepEqual(
    sarif.runs[0]!.results.map(({ ruleId, level, locations }) => [ruleId, level, locations]),
    [
      [
        'resource-missing',
        'error',
        [
          {
            physicalLocation: { artifactLocation: { uri: 'a%20b.json' }, region: { startLine: 1, startColumn: 38 } },
            logicalLocations: [{ fullyQualifiedName: '/Statement/0' }],
          },
        ],
      ],
    ],
  )
  assert.match(renderDiagnostics(diagnostics, 'table', 'a.json'), /^a\.json:1:38 {2}error {4}resource-missing {2}Every statement needs/)
  assert.deepEqual(JSON.parse(renderDiagnostics(diagnostics, 'json', 'a.json')), diagnostics)
})
