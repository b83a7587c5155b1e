import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attachmentCalls, boundMs, longestChain, minCallsOf, totalCalls, type EstateCounts } from './sync-bound.ts'

const medium: EstateCounts = {
  accounts: 1800,
  ous: 150,
  ouDepth: 4,
  childOus: [10, ...Array.from({ length: 150 }, () => 1)],
  policyTypes: [
    { listed: 81, described: 80, attachmentsPerPolicy: [1951, ...Array.from({ length: 80 }, () => 5)] },
    { listed: 9, described: 8, attachmentsPerPolicy: Array.from({ length: 8 }, () => 3) },
  ],
  tags: { path: 'bulk', shown: 1620, single: 90 },
}

test('calls of a 1,800-account organization follow from AWS page sizes', () => {
  assert.deepEqual(minCallsOf(medium), {
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': 90,
    'organizations:ListOrganizationalUnitsForParent': 151,
    'organizations:ListPolicies': 6,
    'organizations:DescribePolicy': 88,
    'organizations:ListTargetsForPolicy': 98 + 80 + 8,
    'organizations:ListTagsForResource': 90,
    'tagging:GetResources': 17,
  })
})

test('an unchanged re-sync of 1,800 accounts needs at most 700 calls', () => {
  assert.ok(totalCalls(minCallsOf(medium)) <= 700)
})

test('attachments are read by target where that is fewer lists than by policy', () => {
  const many = { listed: 80, described: 80, attachmentsPerPolicy: Array.from({ length: 80 }, () => 1) }
  assert.deepEqual(attachmentCalls(many, 5), { by: 'target', count: 5 })
  assert.deepEqual(attachmentCalls(many, 500), { by: 'policy', count: 80 })
})

test('the bound is the narrowest bucket: 88 policies at 0.6 of 2/s, less the share of the burst, and a chain of 6 calls', () => {
  const chain = longestChain(medium)
  assert.equal(chain, 6)
  const bound = boundMs({ calls: minCallsOf(medium), chain, share: 0.6, medianLatencyMs: 40 })
  assert.equal(bound, Math.round(((88 - 1.2) / 1.2) * 1000 + 6 * 40))
})

test('operations that share a published limit share its bucket', () => {
  const bound = boundMs({
    calls: { 'organizations:ListPolicies': 10, 'organizations:ListTargetsForPolicy': 10 },
    chain: 0,
    share: 1,
    medianLatencyMs: 0,
  })
  assert.equal(bound, ((20 - 8) / 5) * 1000)
})

test('a capacity never falls below one call, and calls within it cost only latency', () => {
  assert.equal(boundMs({ calls: { 'organizations:DescribePolicy': 1 }, chain: 1, share: 0.1, medianLatencyMs: 40 }), 40)
})

test('an assumed rate bounds nothing', () => {
  assert.equal(boundMs({ calls: { 'tagging:GetResources': 10_000 }, chain: 0, share: 1, medianLatencyMs: 40 }), 0)
})

test('more calls never lower the bound and a larger share never raises it', () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.nat(5000),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      (a, b, s, t) => {
        const at = (n: number, share: number) =>
          boundMs({ calls: { 'organizations:ListAccounts': n }, chain: 1, share, medianLatencyMs: 40 })
        assert.ok(at(Math.min(a, b), s) <= at(Math.max(a, b), s))
        assert.ok(at(a, Math.max(s, t)) <= at(a, Math.min(s, t)))
      },
    ),
  )
})
