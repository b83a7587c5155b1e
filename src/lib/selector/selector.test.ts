import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AccountFacts, matchSelector, parseSelector, printSelector, type Selector } from './index.ts'
import { matchesGlob, matchesSegments } from './glob.ts'
import { anyFacts, anySelector, forget } from '#test/support/selectors.ts'

const football: AccountFacts = {
  accountId: '111122223333',
  organizationId: 'o-abcdefghij',
  name: 'football-prod',
  state: 'ACTIVE',
  status: 'ok',
  orgPath: ['Root', 'Sports', 'R/D', 'Football'],
  ouIds: ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222', 'ou-ab12-33333333'],
  tags: { pairs: new Map([['tier', '1']]), complete: true },
  badges: { pairs: new Map([['cost centre', 'R and D']]), complete: false },
}

const cases: { text: string; truth: boolean | null }[] = [
  { text: '', truth: true },
  { text: '*', truth: true },
  { text: 'ou:/Sports/**', truth: true },
  { text: 'ou:Root/Sports/**', truth: true },
  { text: 'ou:Root/Sports', truth: false },
  { text: 'ou:Root/Sports/R\\/D/Football', truth: true },
  { text: 'ou:Root/Sports/R/D/Football', truth: false },
  { text: 'ou:Root/*/*/Foot*', truth: true },
  { text: 'ou:**/Football', truth: true },
  { text: 'ou:ou-ab12-11111111', truth: false },
  { text: 'ou:ou-ab12-11111111/**', truth: true },
  { text: 'ou:ou-ab12-33333333', truth: true },
  { text: 'badge:"cost centre"="R and D"', truth: true },
  { text: 'badge:"cost centre"="R*"', truth: true },
  { text: 'badge:owner', truth: null },
  { text: 'not badge:owner', truth: null },
  { text: 'badge:owner or tag:tier=1', truth: true },
  { text: 'badge:owner and tag:tier=2', truth: false },
  { text: 'tag:owner', truth: false },
  { text: 'not tag:owner', truth: true },
  { text: 'account:111122223333', truth: true },
  { text: 'account:1111*', truth: true },
  { text: 'name:*-prod and not state:suspended', truth: true },
  { text: 'region:eu-*', truth: null },
  { text: 'org:o-abcdefghij', truth: true },
  { text: 'not (name:a or name:football-prod)', truth: false },
  { text: 'NOT NOT name:football-prod AND status:OK', truth: true },
]
for (const { text, truth } of cases) {
  test(`"${text}" is ${truth === null ? 'unknown' : truth} for the football account`, () => {
    assert.equal(matchSelector(parsed(text), football), truth)
  })
}

const refusals: { text: string; offset: number; says: RegExp }[] = [
  { text: 'colour:red', offset: 0, says: /not a term/ },
  { text: 'name:a name:b', offset: 7, says: /"and" or "or"/ },
  { text: '(name:a', offset: 0, says: /never closed/ },
  { text: 'name:a)', offset: 6, says: /closes nothing/ },
  { text: 'name:a and', offset: 10, says: /ends where a term/ },
  { text: 'badge:=x', offset: 0, says: /needs a key/ },
  { text: 'ou:Sports/**', offset: 0, says: /does not start at Root/ },
  { text: 'ou:Root//A', offset: 0, says: /empty path segment/ },
  { text: 'account:abc', offset: 0, says: /not an account id/ },
  { text: 'name:"abc', offset: 5, says: /never closed/ },
]
for (const { text, offset, says } of refusals) {
  test(`"${text}" is refused at ${offset}`, () => {
    const result = parseSelector(text)
    assert.equal(result.kind, 'invalid')
    if (result.kind !== 'invalid') return
    assert.match(result.error.message, says)
    assert.equal(result.error.offset, offset)
  })
}

test('parsing what was printed gives the same selector', () => {
  fc.assert(fc.property(anySelector(), (selector) => assert.deepEqual(parsed(printSelector(selector)), normal(selector))))
})

test('taking knowledge away never adds an account, and never turns a refusal into a match', () => {
  fc.assert(
    fc.property(anySelector(), anyFacts(), fc.infiniteStream(fc.boolean()), (selector, facts, coin) => {
      const before = matchSelector(selector, facts)
      const after = matchSelector(selector, forget(facts, coin))
      assert.ok(after === before || after === null, `${before} became ${after}`)
    }),
    { numRuns: 2_000 },
  )
})

test('any text parses or is refused with an offset inside it, never an exception', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const result = parseSelector(text)
      if (result.kind === 'invalid') assert.ok(result.error.offset >= 0 && result.error.offset <= text.length)
    }),
    { numRuns: 2_000 },
  )
})

test('a glob agrees with the plain reading of * and ends in bounded steps on a hostile pattern', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text)
      assert.equal(matchesGlob(pattern, text), expected)
    }),
    { numRuns: 2_000 },
  )
  assert.equal(matchesGlob('*a'.repeat(400) + '!', 'a'.repeat(4_000)), false)
  assert.equal(
    matchesSegments(
      ['**', 'x'],
      Array.from({ length: 1_000 }, () => 'y'),
    ),
    false,
  )
})

function parsed(text: string): Selector {
  const result = parseSelector(text)
  assert.equal(result.kind, 'ok', result.kind === 'invalid' ? result.error.message : '')
  return (result as { selector: Selector }).selector
}

/** What printing may lawfully simplify: two negations cancel. */
function normal(selector: Selector): Selector {
  if (selector.op === 'not') {
    const item = normal(selector.item)
    return item.op === 'not' ? item.item : { op: 'not', item }
  }
  if (selector.op === 'and' || selector.op === 'or') return { op: selector.op, items: selector.items.map(normal) }
  return selector
}
