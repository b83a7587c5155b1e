import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damageOnce, fuzzOnce, runSeeds } from './fuzz-run.ts'

test('100,000 mutated documents: none crashes, none opens what the documentation closes, every finding has pointer, line and column', () => {
  assert.equal(runSeeds(1_000_000, 100_000, fuzzOnce), 100_000)
})

test('10,000 denials with spoilt grammar: none lets through what it denied', () => {
  assert.ok(runSeeds(1_000_000, 80_000, damageOnce) >= 10_000)
})
