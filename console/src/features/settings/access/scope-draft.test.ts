import { expect, test } from 'vitest'
import { parseSelector } from '../../../../../src/lib/selector/index.ts'
import { badgeKeysOf, emptyScope, type ScopeDraft, scopeDraftOf, scopeOf } from './scope-draft.ts'

const draft = (part: Partial<ScopeDraft>): ScopeDraft => ({ ...emptyScope, ...part })

test.each(['organizations', 'ous', 'badges', 'accounts', 'selector'] as const)(
  'a bound by %s that names nothing is incomplete, and never the whole estate',
  (kind) => {
    expect(scopeOf(draft({ kind })).kind).toBe('incomplete')
    expect(scopeOf(draft({ kind, badges: [{ key: ' ', value: 'x' }], accounts: ' ,\n', selector: '  ' })).kind).toBe('incomplete')
  },
)

test('only the choice of everywhere is everywhere', () => {
  expect(scopeOf(draft({ kind: 'everywhere', selector: 'badge:a' }))).toEqual({ kind: 'everywhere' })
  expect(scopeDraftOf(null).kind).toBe('everywhere')
})

const stored: readonly (readonly [string, ScopeDraft['kind']])[] = [
  ['organization:o-abcdefghij', 'organizations'],
  ['ou:ou-ab12-11111111/** or ou:ou-ab12-22222222/**', 'ous'],
  ['account:111122223333 or account:444455556666', 'accounts'],
  ['badge:team=blue or badge:pci', 'badges'],
  ['badge:"cost centre"="R and D" or badge:note="a \\"b\\" or c"', 'badges'],
  ['ou:ou-ab12-11111111', 'selector'],
  ['ou:r-ab12/**', 'selector'],
  ['ou:ou-ab12-11111111/** or badge:team=blue', 'selector'],
  ['badge:team=blue and not account:111122223333', 'selector'],
  ['(badge:team=blue)', 'selector'],
  ['not badge:team=blue', 'selector'],
]

test.each(stored)('%s is shown as %s and saved as it was', (text, kind) => {
  const shown = scopeDraftOf(text)
  expect(shown.kind).toBe(kind)
  expect(scopeOf(shown)).toEqual({ kind: 'scope', text })
})

test('whatever is typed into the fields is a selector that the server can read, and comes back the same', () => {
  const badges = [
    { key: 'team', value: 'R and D' },
    { key: 'or', value: 'not' },
    { key: 'quo"te\\', value: '(x)' },
    { key: 'größe', value: 'a=b' },
    { key: 'bare', value: '' },
  ]
  const result = scopeOf(draft({ kind: 'badges', badges }))
  expect(result.kind).toBe('scope')
  const text = result.kind === 'scope' ? result.text : ''
  const parsed = parseSelector(text)
  expect(parsed.kind).toBe('ok')
  const terms = parsed.kind === 'ok' && parsed.selector.op === 'or' ? parsed.selector.items : []
  expect(terms.map((item) => (item.op === 'term' && item.term.kind === 'badge' ? item.term.key : item))).toEqual(
    badges.map(({ key }) => key),
  )
  expect(scopeDraftOf(text).badges).toEqual(badges)
})

test('account IDs may be pasted with commas, spaces and line ends', () => {
  expect(scopeOf(draft({ kind: 'accounts', accounts: '111122223333, 444455556666\n777788889999' }))).toEqual({
    kind: 'scope',
    text: 'account:111122223333 or account:444455556666 or account:777788889999',
  })
})

test('badges that come to decide permissions are named, in a selector too', () => {
  expect(badgeKeysOf(scopeDraftOf('badge:a=1 or badge:b or badge:a=2'))).toEqual(['a', 'b'])
  expect(badgeKeysOf(scopeDraftOf('badge:a=1 and (badge:"c d" or not ou:ou-ab12-11111111/**)'))).toEqual(['a', 'c d'])
  expect(badgeKeysOf(draft({ kind: 'ous', selector: 'badge:a' }))).toEqual([])
})
