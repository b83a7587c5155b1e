import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareCases } from './compare.ts'

const caseCount = 150_000

test(`engine and documentation agree on ${caseCount} more generated requests`, () => {
  const { coverage, disagreements } = compareCases(1_000_001, caseCount)
  assert.deepEqual(disagreements, [])
  assert.ok(coverage.count('three or more SCP levels') >= 50_000)
})
