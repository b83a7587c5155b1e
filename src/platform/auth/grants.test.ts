import assert from 'node:assert/strict'
import { test } from 'node:test'
import { badgeKeysOf, combineGrants, explainScopeFault } from './grants.ts'
import type { Permission } from './permissions.ts'

const grant = (scope: string | null, ...permissions: Permission[]) => ({ permissions: new Set(permissions), scope })

test('each permission reaches as far as the grants that carry it, and no further', () => {
  const { permissions, scopes } = combineGrants([
    grant('ou:ou-ab12-11111111/**', 'accounts:read', 'accounts:write'),
    grant('badge:tier=1', 'accounts:read'),
    grant(null, 'policies:read'),
  ])
  assert.deepEqual([...permissions], ['accounts:read', 'accounts:write', 'policies:read'])
  assert.equal(scopes.get('accounts:write')?.op, 'term')
  assert.equal(scopes.get('accounts:read')?.op, 'or')
  assert.equal(scopes.has('policies:read'), false)
})

test('a grant everywhere lifts the bound of every narrower one', () => {
  for (const order of [
    ['account:111122223333', null],
    [null, 'account:111122223333'],
  ])
    assert.equal(combineGrants(order.map((scope) => grant(scope, 'accounts:read'))).scopes.size, 0)
})

test('a stored scope that cannot be read, or that binds a name, grants nothing', () => {
  for (const scope of ['((', 'name:prod*', 'ou:Root/Sports', '*', 'status:ok', 'tag:tier=1'])
    assert.equal(combineGrants([grant(scope, 'accounts:read')]).permissions.size, 0, scope)
})

test('scopes bind ids and badges, and say why nothing else will do', () => {
  for (const scope of ['ou:ou-ab12-11111111', 'ou:ou-ab12-11111111/** and not badge:tier=1', 'account:111122223333 or org:o-abcdefghij'])
    assert.equal(explainScopeFault(scope), undefined, scope)
  for (const scope of ['', '*', 'ou:/Sports/**', 'badge:a and name:x', 'nonsense'])
    assert.equal(typeof explainScopeFault(scope), 'string', scope)
})

test('the badges that decide a scope are found wherever they stand in it', () => {
  assert.deepEqual(badgeKeysOf('badge:tier=1 and (not badge:owner or account:111122223333)'), ['tier', 'owner'])
})
