import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { PagedMap } from './paged-map.ts'

function readAll(map: PagedMap<string>, size: number, between: () => void): string[] {
  const seen: string[] = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const page: { items: readonly string[]; next?: string } = map.page(cursor, size)
    seen.push(...page.items)
    cursor = page.next
    between()
  }
  return seen
}

test('pages hold every entry once, whatever the page size', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 80 }), fc.integer({ min: 1, max: 25 }), (keys, size) => {
      const map = new PagedMap<string>()
      for (const key of keys) map.set(key, key)
      assert.deepEqual(readAll(map, size, () => {}).toSorted(), keys.toSorted())
    }),
  )
})

test('entries that stay are met exactly once while others come and go between pages', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.infiniteStream(fc.nat()),
      (keys, size, choices) => {
        const staying = keys.filter((_, index) => index % 2 === 0)
        const leaving = keys.filter((_, index) => index % 2 === 1)
        const map = new PagedMap<string>()
        for (const key of keys) map.set(key, key)
        let added = 0
        const seen = readAll(map, size, () => {
          const index = Number(choices.next().value) % (leaving.length + 1)
          const gone = leaving[index]
          if (gone !== undefined) map.delete(gone)
          else if (added < 50) map.set(`added ${(added += 1)}`, 'added')
        })
        for (const key of staying) assert.equal(seen.filter((value) => value === key).length, 1)
      },
    ),
  )
})
