import assert from 'node:assert/strict'
import { test } from 'node:test'
import { homeRegion } from './endpoints.ts'
import { findPartitionOfRegion, optInRegions } from './partitions.ts'

const places = [
  ['us-east-1', 'aws'],
  ['ap-southeast-7', 'aws'],
  ['mx-central-1', 'aws'],
  ['il-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-west-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-east-1', 'aws-iso-f'],
] as const

for (const [region, partition] of places) {
  test(`${region} lies in partition ${partition}`, () => assert.equal(findPartitionOfRegion(region)?.id, partition))
}

test('a misspelt Region lies nowhere', () => {
  for (const bad of ['us-east', 'useast-1', 'zz-east-1', '', 'us-gov-1']) assert.equal(findPartitionOfRegion(bad), undefined, bad)
})

test('the seventeen opt-in Regions all lie in the commercial partition', () => {
  assert.equal(optInRegions.size, 17)
  for (const region of optInRegions) assert.equal(findPartitionOfRegion(region)?.id, 'aws')
})

test('control planes of each partition are called where they answer', () => {
  assert.equal(homeRegion('organizations', { partition: 'aws', configuredRegion: 'eu-west-1' }), 'us-east-1')
  assert.equal(homeRegion('organizations', { partition: 'aws-cn' }), 'cn-northwest-1')
  assert.equal(homeRegion('iam', { partition: 'aws-cn' }), 'cn-north-1')
  assert.equal(homeRegion('organizations', { partition: 'aws-us-gov' }), 'us-gov-west-1')
  assert.equal(homeRegion('organizations', { partition: 'aws-eusc' }), 'eusc-de-east-1')
  assert.equal(homeRegion('organizations', { partition: 'aws-iso-e' }), undefined)
})

test('STS is called in the configured Region, never by its global endpoint, and in the partition of the session [ROLE-14]', () => {
  assert.equal(homeRegion('sts', { partition: 'aws', configuredRegion: 'eu-west-1' }), 'eu-west-1')
  assert.equal(homeRegion('sts', { partition: 'aws' }), 'us-east-1')
  assert.equal(homeRegion('sts', { partition: 'aws-cn', configuredRegion: 'eu-west-1' }), 'cn-northwest-1')
})
