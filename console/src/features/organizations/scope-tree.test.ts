import { expect, test } from 'vitest'
import { chosenCount, nameOf, scopeNodesOfOus, scopeNodesOfPaths, tickOf, toggle } from './scope-tree.ts'

const accounts = [
  { accountId: '1', pathIds: 'o-1/r-ab12/ou-ab12-aaaaaaaa/' },
  { accountId: '2', pathIds: 'o-1/r-ab12/ou-ab12-aaaaaaaa/ou-ab12-bbbbbbbb/' },
  { accountId: '3', pathIds: 'o-1/r-ab12/ou-ab12-aaaaaaaa/ou-ab12-cccccccc/' },
  { accountId: '4', pathIds: 'o-1/r-ab12/ou-ab12-dddddddd/' },
  { accountId: '5', pathIds: 'o-1/r-ab12/' },
  { accountId: '6', pathIds: null },
]
const roots = scopeNodesOfPaths(accounts)
const root = roots[0]!
const outer = root.children.find(({ id }) => id.endsWith('aaaaaaaa'))!
const inner = outer.children.find(({ id }) => id.endsWith('bbbbbbbb'))!

test('a chosen OU takes in everything below it, and what is above is ticked in part', () => {
  const chosen = toggle(roots, [], inner.id)
  expect(chosen).toEqual([inner.id])
  expect([tickOf(inner, chosen), tickOf(outer, chosen), tickOf(root, chosen)]).toEqual(['all', 'some', 'some'])
  expect([chosenCount(root, chosen), root.total]).toEqual([1, 5])
  expect(chosenCount(root, toggle(roots, chosen, outer.id))).toBe(3)
})

test('choosing an OU drops what it covers, and unticking inside it keeps its other parts', () => {
  const chosen = toggle(roots, [inner.id], outer.id)
  expect(chosen).toEqual([outer.id])
  const without = toggle(roots, chosen, inner.id)
  expect(without).toEqual(['ou-ab12-cccccccc'])
  expect(toggle(roots, chosen, outer.id)).toEqual([])
})

test('with the OUs by name the tree shows names, empty OUs and the way to each; the counts stay', () => {
  const ous = [
    { id: 'r-ab12', parentId: null, name: 'Root' },
    { id: 'ou-ab12-aaaaaaaa', parentId: 'r-ab12', name: 'Sports' },
    { id: 'ou-ab12-bbbbbbbb', parentId: 'ou-ab12-aaaaaaaa', name: 'Baseball' },
    { id: 'ou-ab12-eeeeeeee', parentId: 'r-ab12', name: 'Empty' },
  ]
  const named = scopeNodesOfOus(ous, accounts)
  expect(named[0]?.children.map(({ name, total }) => [name, total])).toEqual([
    ['Empty', 0],
    ['Sports', 2],
  ])
  expect(nameOf(named, 'ou-ab12-bbbbbbbb')).toBe('Root › Sports › Baseball')
  expect(nameOf(named, 'ou-ab12-gone')).toBe('ou-ab12-gone')
})
