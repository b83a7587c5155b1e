import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damageOnce, fuzzOnce, runSeeds } from './fuzz-run.ts'

test('4,000 mutated documents: none crashes, none opens what the documentation closes, every finding has pointer, line and column', () => {
  assert.equal(runSeeds(1, 4_000, fuzzOnce), 4_000)
})

test('hundreds of denials with spoilt grammar: none lets through what it denied', () => {
  assert.ok(runSeeds(1, 4_000, damageOnce) >= 600)
})
