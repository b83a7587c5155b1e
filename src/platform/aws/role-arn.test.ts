import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findRoleNameProblem, formatRoleArn, parseRoleArn } from './role-arn.ts'

const good = 'arn:aws:iam::123456789012:role/InsightCloudSec-Org-ListDesc-Role'

test('a role ARN is taken apart and put together without loss [ROLE-8]', () => {
  for (const arn of [good, 'arn:aws-us-gov:iam::000000000001:role/a/b/Reader', 'arn:aws-cn:iam::123456789012:role/Reader']) {
    const parsed = parseRoleArn(arn)
    assert.equal(parsed.kind, 'ok')
    assert.equal(parsed.kind === 'ok' && formatRoleArn(parsed.arn), arn)
  }
})

test('the misspelt partition "aw" is refused and named [ROLE-13]', () => {
  const parsed = parseRoleArn('arn:aw:iam::123456789012:role/InsightCloudSec-Org-ListDesc-Role')
  assert.equal(parsed.kind, 'invalid')
  assert.match(
    parsed.kind === 'invalid' ? parsed.problem.rule + parsed.problem.fix : '',
    /partition must be one of .*"aw" is no AWS partition/,
  )
})

const refused: [arn: string, rule: RegExp][] = [
  ['', /form arn:/],
  ['InsightCloudSec-Org-ListDesc-Role', /form arn:/],
  ['arn:aws:sts::123456789012:assumed-role/Reader/session', /form arn:/],
  ['arn:aws:s3::123456789012:role/Reader', /service "iam"/],
  ['arn:aws:iam:us-east-1:123456789012:role/Reader', /no Region/],
  ['arn:aws:iam::12345678901:role/Reader', /twelve digits/],
  ['arn:aws:iam::{account}:role/Reader', /twelve digits/],
  ['arn:aws:iam::123456789012:user/Reader', /must be a role/],
  ['arn:aws:iam::123456789012:role/', /role name/],
  ['arn:aws:iam::123456789012:role/two words', /role name/],
  ['arn:aws:iam::123456789012:role//Reader', /IAM path/],
  [`arn:aws:iam::123456789012:role/${'x'.repeat(65)}`, /64 characters/],
  [` ${good}`, /form arn:/],
]
for (const [arn, rule] of refused) {
  test(`"${arn.slice(0, 60)}" is refused by its rule [ORG-6]`, () => {
    const parsed = parseRoleArn(arn)
    assert.match(parsed.kind === 'invalid' ? parsed.problem.rule : 'accepted', rule)
  })
}

test('the member ARN follows partition, account and IAM path [ROLE-8]', () => {
  assert.equal(
    formatRoleArn({ partition: 'aws', accountId: '123456789012', name: 'InsightCloudSec-Org-Member-Role' }),
    'arn:aws:iam::123456789012:role/InsightCloudSec-Org-Member-Role',
  )
  assert.equal(
    formatRoleArn({ partition: 'aws-cn', accountId: '000000000001', name: 'sec/Reader' }),
    'arn:aws-cn:iam::000000000001:role/sec/Reader',
  )
})

test('every name that the rule accepts makes an ARN that parses back to it', () => {
  const part = fc.stringMatching(/^[\w+=,.@-]{1,20}$/)
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const name = parts.join('/')
      assert.equal(findRoleNameProblem(name), undefined)
      const parsed = parseRoleArn(formatRoleArn({ partition: 'aws', accountId: '123456789012', name }))
      assert.deepEqual(parsed, { kind: 'ok', arn: { partition: 'aws', accountId: '123456789012', name } })
    }),
  )
})

test('no string makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (value) => ['ok', 'invalid'].includes(parseRoleArn(value).kind)))
})
