import { expect, test } from 'vitest'
import { kindOptions, showKinds } from './kind-options.ts'

test('kinds stand by family, with a choice of the whole family and of everything', () => {
  const groups = kindOptions([
    { kind: 'sync.failed', summary: 'A sync failed' },
    { kind: 'sync.held', summary: 'Held' },
    { kind: 'new.thing', summary: 'New' },
  ])
  expect(groups.map(({ options }) => options.map(({ value }) => value))).toEqual([
    ['*'],
    ['sync.*', 'sync.failed', 'sync.held'],
    ['new.*', 'new.thing'],
  ])
})

test('many kinds are counted, not listed', () => {
  expect(showKinds(['*'])).toBe('every event')
  expect(showKinds(['sync.*', 'estate.joined', 'estate.left', 'a.b', 'c.d'])).toBe('all of sync, estate joined, estate left and 2 more')
})
