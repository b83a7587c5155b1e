import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { sizeFor } from './sizes.ts'

test('small, medium and large have the documented sizes', () => {
  assert.deepEqual(sizeFor(127), { accounts: 127, units: 20, scps: 14, rcps: 4, attachments: 70 })
  assert.deepEqual(sizeFor(1_800), { accounts: 1_800, units: 150, scps: 80, rcps: 8, attachments: 420 })
  assert.deepEqual(sizeFor(10_000), { accounts: 10_000, units: 600, scps: 149, rcps: 29, attachments: 1_300 })
})

test('a larger world is never smaller in anything, and stays within AWS’s limits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 0, max: 5_000 }), (accounts, more) => {
      const [small, large] = [sizeFor(accounts), sizeFor(accounts + more)]
      for (const member of ['units', 'scps', 'rcps', 'attachments'] as const) assert.ok(small[member] <= large[member], member)
      assert.ok(large.units <= 2_000 && large.scps <= 10_000 && large.rcps <= 2_000)
    }),
  )
})
