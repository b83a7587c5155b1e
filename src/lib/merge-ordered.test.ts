import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeOrdered } from './merge-ordered.ts'

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const self = (item: string): string => item
const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 })).map((items) => items.toSorted((a, b) => (a < b ? -1 : 1)))

test('a merge yields every key of both streams once, in order, with the sides that hold it', async () => {
  await fc.assert(
    fc.asyncProperty(keys, keys, async (left, right) => {
      const pairs = await collect(mergeOrdered({ items: left, keyOf: self }, { items: right, keyOf: self }))
      const union = [...new Set([...left, ...right])].toSorted((a, b) => (a < b ? -1 : 1))
      assert.deepEqual(
        pairs.map((pair) => pair.key),
        union,
      )
      for (const pair of pairs) {
        assert.equal(pair.left !== undefined, left.includes(pair.key))
        assert.equal(pair.right !== undefined, right.includes(pair.key))
      }
    }),
  )
})

test('a stream out of order or with a repeated key is refused rather than read as a removal', async () => {
  for (const items of [
    ['b', 'a'],
    ['a', 'a'],
  ]) {
    await assert.rejects(collect(mergeOrdered({ items, keyOf: self }, { items: ['a'], keyOf: self })), /ascending order/)
  }
})
