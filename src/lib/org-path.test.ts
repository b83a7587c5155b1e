import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinOrgPath, placementOfAccountPath, splitOrgPath } from './org-path.ts'

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

test('an account path gives the parent and the organization path without the account id', () => {
  assert.deepEqual(placementOfAccountPath('o-aa111bb222/r-a1b2/ou-a1b2-12345678/123456789012/', '123456789012'), {
    parentId: 'ou-a1b2-12345678',
    pathIds: 'o-aa111bb222/r-a1b2/ou-a1b2-12345678/',
  })
  assert.deepEqual(placementOfAccountPath('o-aa111bb222/r-a1b2/123456789012/', '123456789012'), {
    parentId: 'r-a1b2',
    pathIds: 'o-aa111bb222/r-a1b2/',
  })
})

test('a path of another account, without an account or of unknown form is no placement', () => {
  assert.equal(placementOfAccountPath(undefined, '123456789012'), null)
  assert.equal(placementOfAccountPath('o-aa111bb222/r-a1b2/', '123456789012'), null)
  assert.equal(placementOfAccountPath('o-aa111bb222/r-a1b2/210987654321/', '123456789012'), null)
  assert.equal(placementOfAccountPath('o-aa111bb222/123456789012/', '123456789012'), null)
})
