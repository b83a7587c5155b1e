import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePolicies, decide } from '../index.ts'
import { operators } from './index.ts'

/** operator, policy value, request value, whether the positive form matches. */
const rows: readonly (readonly [operator: string, policy: string, request: string, matches: boolean])[] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'a*', 'a*', true],
  ['StringEqualsIgnoreCase', 'Straße', 'STRASSE', false],
  ['StringEqualsIgnoreCase', 'abc', 'ABC', true],
  ['StringEqualsIgnoreCase', 'a?', 'ab', false],
  ['StringLike', 'a*c', 'abbbc', true],
  ['StringLike', 'a?c', 'abc', true],
  ['StringLike', 'a?c', 'ac', false],
  ['StringLike', 'A*', 'abc', false],
  ['StringLike', '*', '', true],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '1e1', true],
  ['NumericEquals', '10', 'ten', false],
  ['NumericEquals', '9007199254740993', '9007199254740992', false],
  ['NumericLessThan', '10', '9.99', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '-1', '0', true],
  ['NumericGreaterThan', '0', '-0', false],
  ['NumericGreaterThanEquals', '0.1', '0.1', true],
  ['DateEquals', '2026-11-21T12:00:00Z', '1795262400', true],
  ['DateEquals', '2026-11-21T13:00:00+01:00', '2026-11-21T12:00:00Z', true],
  ['DateLessThan', '2026-11-21', '2026-11-20T23:59:59Z', true],
  ['DateLessThan', '2026', '2025-12-31T23:59:59.999Z', true],
  ['DateLessThan', '2026-11-21', 'yesterday', false],
  ['DateLessThanEquals', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z', true],
  ['DateGreaterThan', '2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', true],
  ['DateGreaterThanEquals', '2024-02-29', '2024-02-29T00:00:00Z', true],
  ['Bool', 'true', 'true', true],
  ['Bool', 'TRUE', 'true', true],
  ['Bool', 'false', 'true', false],
  ['Bool', 'true', 'yes', false],
  ['BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA', true],
  ['BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.0', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '203.0.113.7', '203.0.113.8', false],
  ['IpAddress', '0.0.0.0/0', '255.255.255.255', true],
  ['IpAddress', '2001:db8::/32', '2001:db8:1::5', true],
  ['IpAddress', '2001:db8::/33', '2001:db8:8000::', false],
  ['IpAddress', '2001:db8::1', '2001:db8:0:0:0:0:0:1', true],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '::/0', '203.0.113.7', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113', false],
  ['ArnLike', 'arn:aws:iam::*:role/app-*', 'arn:aws:iam::111122223333:role/app-1', true],
  ['ArnLike', 'arn:aws:iam::*:role/app', 'arn:aws:iam::1:2:role/app', false],
  ['ArnLike', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/x:y', true],
  ['ArnLike', 'arn:aws:iam*', 'arn:aws:iam::111122223333:role/app', false],
  ['ArnLike', '*', 'arn:aws:s3:::b', true],
  ['ArnLike', '*', 'not-an-arn', false],
  ['ArnLike', 'arn:aws:iam::111122223333:role/App', 'arn:aws:iam::111122223333:role/app', false],
  ['ArnEquals', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/app', true],
]

const opposites: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringLike: 'StringNotLike',
  NumericEquals: 'NumericNotEquals',
  DateEquals: 'DateNotEquals',
  IpAddress: 'NotIpAddress',
  ArnLike: 'ArnNotLike',
  ArnEquals: 'ArnNotEquals',
}

for (const [operator, policy, request, matches] of rows) {
  test(`${operator} "${policy}" ${matches ? 'takes' : 'refuses'} "${request}", its opposite the other way round`, () => {
    assert.equal(holds(operator, policy, request), matches)
    const opposite = opposites[operator]
    if (opposite !== undefined) assert.equal(holds(opposite, policy, request), !matches)
  })
}

test('every operator that AWS documents is there, and tested', () => {
  const tested = new Set(['Null', ...rows.flatMap(([operator]) => [operator, opposites[operator] ?? operator])])
  assert.equal(operators.length, 28 - 1)
  assert.deepEqual(
    operators.filter(({ name }) => !tested.has(name)),
    [],
  )
})

function holds(operator: string, policy: string, request: string): boolean {
  const document = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { 'test:Key': policy } } },
  }
  const decision = decide(compilePolicies({ identity: [{ name: 'p', document }] }), {
    principal: { arn: 'arn:aws:iam::111122223333:role/app' },
    action: 'test:Run',
    resource: { arn: '*' },
    context: { 'test:Key': request },
  })
  assert.deepEqual(decision.diagnostics, [])
  return decision.decision === 'allowed'
}
