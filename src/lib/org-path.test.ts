import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinOrgPath, splitOrgPath } from './org-path.ts'

test('a path keeps slashes and backslashes of names apart from its own [BADGE-2]', () => {
  assert.equal(joinOrgPath(['Root', 'Sports', 'Baseball']), 'Root/Sports/Baseball')
  assert.equal(joinOrgPath(['Root', 'R/D', 'a\\b']), 'Root/R\\/D/a\\\\b')
})

test('splitting undoes joining for any names', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (names) =>
      assert.deepEqual(splitOrgPath(joinOrgPath(names)), names),
    ),
  )
})
