import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRoleArn, parseArn } from './arn.ts'
import { partitions } from './partitions.ts'

test('a misspelt partition is refused, naming field, value and rule [ROLE-13]', () => {
  const problems = checkRoleArn('arn:aw:iam::123456789123:role/InsightCloudSec-Org-ListDesc-Role', 'orgRoleArn')
  assert.equal(problems.length, 1)
  assert.equal(problems[0]?.field, 'orgRoleArn (partition)')
  assert.equal(problems[0].value, 'aw')
  assert.match(problems[0].rule, /aws, aws-cn, aws-us-gov, aws-eusc/)
})

test('every problem of an ARN is told at once', () => {
  const fields = checkRoleArn('arn:aw:sts:us-east-1:12345:user/x').map(({ field }) => field)
  assert.deepEqual(fields, ['roleArn (partition)', 'roleArn (service)', 'roleArn (Region)', 'roleArn (account)', 'roleArn (resource)'])
})

test('role ARNs of every partition, with and without a path, are accepted', () => {
  for (const { id } of partitions) {
    for (const nameWithPath of ['Member-Role', 'security/audit/Member+=,.@_-1']) {
      const arn = `arn:${id}:iam::001234567890:role/${nameWithPath}`
      assert.deepEqual(checkRoleArn(arn), [], arn)
    }
  }
})

test('what is no role ARN is refused', () => {
  for (const bad of [
    '',
    'role/x',
    'arn:aws:iam::123456789012:role',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::123456789012:role/a b',
    `arn:aws:iam::123456789012:role/${'x'.repeat(65)}`,
  ]) {
    assert.notDeepEqual(checkRoleArn(bad), [], bad)
  }
})

test('an ARN keeps the colons of its resource', () => {
  assert.equal(parseArn('arn:aws:logs:us-east-1:123456789012:log-group:a:b')?.resource, 'log-group:a:b')
  assert.equal(parseArn('not:an:arn'), undefined)
})
