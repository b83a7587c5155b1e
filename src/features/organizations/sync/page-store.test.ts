import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPageStore } from './page-store.ts'

test('what comes while a batch is stored goes into the next one, in order, and each item gets its own answer', async () => {
  const batches: number[][] = []
  const { store } = createPageStore(async (items: readonly number[]) => {
    batches.push([...items])
    await Promise.resolve()
    return items.map((item) => item * 10)
  })
  assert.deepEqual(await Promise.all([store(1), store(2), store(3)]), [10, 20, 30])
  assert.deepEqual(batches, [[1], [2, 3]])
})

test('a batch that fails fails its items and not those after it', async () => {
  let times = 0
  const { store } = createPageStore(async (items: readonly number[]) => {
    times += 1
    await Promise.resolve()
    if (times === 1) throw new Error('disk full')
    return items
  })
  const [first, second] = await Promise.allSettled([store(1), store(2)])
  assert.equal(first.status, 'rejected')
  assert.deepEqual(second, { status: 'fulfilled', value: 2 })
})
