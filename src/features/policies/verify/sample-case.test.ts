import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePolicies } from '#iam/index.ts'
import { predictSample } from './predict-sample.ts'
import { layersOf, sampleCase } from './sample-case.ts'

const place = { accountId: '111122223333', partition: 'aws' }
const samples = Array.from({ length: 600 }, (_, seed) => sampleCase(seed, place))

test('a seed asks the same question again, and another seed another one', () => {
  assert.deepEqual(sampleCase(7, place), samples[7])
  assert.equal(new Set(samples.map((sample) => JSON.stringify({ ...sample, seed: 0 }))).size, samples.length)
})

test('every sample is one that the simulator takes: sound documents, one boundary at most, no key that it fills by itself', () => {
  for (const sample of samples) {
    const { diagnostics } = compilePolicies(layersOf(sample))
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
      `seed ${sample.seed}`,
    )
    const text = JSON.stringify(sample)
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html and access_policies_testing-policies
    assert.doesNotMatch(text, /"aws:(PrincipalAccount|PrincipalId|PrincipalType|Type|UserId|UserName|PrincipalOrg\w+|PrincipalArn)"/i)
    assert.doesNotMatch(text, /"(Not)?Principal"/)
    assert.ok(sample.actions.every((action) => /^[a-z0-9]+:[A-Za-z]+$/.test(action)))
    assert.ok(sample.identity.length >= 1 && (sample.levels ?? []).every((level) => level.length >= 1))
  }
})

test('samples reach every outcome, with and without organization, and deep hierarchies', () => {
  const answers = samples.flatMap((sample) => predictSample(sample, place))
  for (const decision of ['allowed', 'explicitDeny', 'implicitDeny'])
    assert.ok(answers.filter((answer) => answer.decision === decision).length > answers.length / 10, decision)
  assert.ok(answers.some(({ decision, allowedByOrganizations }) => decision !== 'allowed' && allowedByOrganizations === true))
  assert.ok(answers.some(({ allowedByOrganizations }) => allowedByOrganizations === false))
  assert.ok(answers.some(({ allowedByOrganizations }) => allowedByOrganizations === undefined))
  assert.ok(samples.filter(({ levels = [] }) => levels.length >= 3).length > samples.length / 4)
  assert.ok(samples.some(({ boundary }) => boundary !== undefined))
})
