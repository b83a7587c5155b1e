import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atShare, bucketsFor } from './buckets.ts'
import { rateRows } from './rates.ts'

const here = { region: 'us-east-1', accountId: '111111111111', organizationId: 'o-a' }

test('an Organizations read draws on the account’s bucket and on the organization’s', () => {
  const buckets = bucketsFor({ service: 'organizations', operation: 'ListTagsForResource', ...here })
  assert.deepEqual(
    buckets.map(({ scope, rate, assumed }) => ({ scope, rate, assumed })),
    [
      { scope: 'account', rate: { perSecond: 10, burst: 15 }, assumed: false },
      { scope: 'organization', rate: { perSecond: 12, burst: 18 }, assumed: false },
    ],
  )
})

test('operations of one published row share a bucket; those of different rows do not', () => {
  const keyOf = (operation: string) => bucketsFor({ service: 'organizations', operation, ...here })[0]?.key
  assert.equal(keyOf('ListPolicies'), keyOf('ListTargetsForPolicy'))
  assert.notEqual(keyOf('ListPolicies'), keyOf('ListParents'))
  assert.equal(keyOf('DescribeOrganization'), keyOf('CreateOrganizationalUnit'))
  assert.notEqual(keyOf('DescribePolicy'), keyOf('DescribeOrganizationalUnit'))
})

test('EC2 buckets are per Region and API, and an unpaginated describe has a smaller one', () => {
  const describe = (input: object, region = 'us-east-1') =>
    bucketsFor({ service: 'ec2', operation: 'DescribeVolumes', ...here, region, input })[0]
  assert.deepEqual(describe({ MaxResults: 500 })?.rate, { perSecond: 20, burst: 100 })
  assert.deepEqual(describe({})?.rate, { perSecond: 10, burst: 50 })
  assert.deepEqual(describe({ Filters: [] })?.rate, { perSecond: 10, burst: 50 })
  assert.deepEqual(describe({ VolumeIds: ['vol-1'] })?.rate, { perSecond: 20, burst: 100 })
  assert.notEqual(describe({})?.key, describe({}, 'eu-west-1')?.key)
  assert.deepEqual(bucketsFor({ service: 'ec2', operation: 'RunInstances', ...here, input: {} })[0]?.rate, { perSecond: 5, burst: 50 })
})

test('STS’s 600 calls a second are one bucket per account and Region', () => {
  const of = (operation: string, region: string) => bucketsFor({ service: 'sts', operation, ...here, region })[0]!
  assert.equal(of('AssumeRole', 'us-east-1').rate.perSecond, 600)
  assert.equal(of('AssumeRole', 'us-east-1').key, of('GetCallerIdentity', 'us-east-1').key)
  assert.notEqual(of('AssumeRole', 'us-east-1').key, of('AssumeRole', 'eu-west-1').key)
})

test('rates that AWS does not publish are marked as assumed, and every service has a row for the unknown', () => {
  for (const service of ['organizations', 'sts', 'iam', 'account', 'ec2', 'cloudformation', 'tagging'] as const) {
    for (const operation of ['DescribeSomethingNew', 'PutSomethingNew']) {
      const [bucket] = bucketsFor({ service, operation, ...here })
      assert.equal(bucket?.assumed, service !== 'ec2', `${service}:${operation}`)
    }
  }
})

test('no operation stands in two rows of one service without a condition', () => {
  const seen = new Set<string>()
  for (const { service, operations, when } of rateRows) {
    if (typeof operations === 'string') continue
    for (const operation of operations) {
      const key = `${service}:${operation}:${when ?? ''}`
      assert.ok(!seen.has(key), key)
      seen.add(key)
    }
  }
})

test('a share scales rate and burst, and never leaves a bucket that holds less than one token', () => {
  assert.deepEqual(atShare({ perSecond: 10, burst: 15 }, 0.6), { ratePerSecond: 6, capacity: 9 })
  assert.deepEqual(atShare({ perSecond: 0.05, burst: 1 }, 0.5), { ratePerSecond: 0.025, capacity: 1 })
})
