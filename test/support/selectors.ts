import fc from 'fast-check'
import type { AccountFacts, KnownPairs, Selector } from '#lib/selector/index.ts'

const ouIds = ['ou-ab12-11111111', 'ou-ab12-22222222', 'ou-ab12-33333333'] as const
const names = ['Sports', 'R/D', 'a b', 'x\\y', 'Foot'] as const
const keys = ['tier', 'cost centre', 'a=b', 'q"q'] as const
const values = ['1', 'R and D', '', 'x(y)', 'ab'] as const

/** Selectors over a small alphabet, so that they often match. */
export function anySelector(): fc.Arbitrary<Selector> {
  const value = fc.constantFrom(...values, 'a*', '*')
  const pair = fc
    .tuple(fc.constantFrom('badge' as const, 'tag' as const), fc.constantFrom(...keys), fc.option(value, { nil: undefined }))
    .map(([kind, key, value]): Selector => ({ op: 'term', term: { kind, key, value } }))
  const path = fc
    .array(fc.constantFrom(...names, '*', 'F*', '**'), { maxLength: 3 })
    .map((rest): Selector => ({ op: 'term', term: { kind: 'ou', by: 'path', segments: ['Root', ...rest] } }))
  const id = fc
    .tuple(fc.constantFrom(...ouIds), fc.boolean())
    .map(([id, below]): Selector => ({ op: 'term', term: { kind: 'ou', by: 'id', id, below } }))
  const plain = fc.oneof(
    fc.constantFrom('111122223333', '1111*').map((pattern): Selector => ({ op: 'term', term: { kind: 'account', pattern } })),
    fc.constantFrom('prod', 'p*', 'a b').map((pattern): Selector => ({ op: 'term', term: { kind: 'name', pattern } })),
    fc.constantFrom('ACTIVE', 'SUSPENDED').map((pattern): Selector => ({ op: 'term', term: { kind: 'state', pattern } })),
    fc.constantFrom('ok', 'pending').map((pattern): Selector => ({ op: 'term', term: { kind: 'status', pattern } })),
    fc.constantFrom('o-abcdefghij', 'o-*').map((pattern): Selector => ({ op: 'term', term: { kind: 'organization', pattern } })),
    fc.constantFrom('eu-*', 'us-east-1').map((pattern): Selector => ({ op: 'term', term: { kind: 'region', pattern } })),
  )
  const { tree } = fc.letrec<{ tree: Selector }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(pair, path, id, plain, fc.constant<Selector>({ op: 'all' })),
      tie('tree').map((item): Selector => ({ op: 'not', item })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([op, items]): Selector => ({ op, items })),
    ),
  }))
  return tree
}

/** Facts of one account; every fact may be unknown where the schema allows that. */
export function anyFacts(): fc.Arbitrary<AccountFacts> {
  const depth = fc.integer({ min: 0, max: 3 })
  return fc
    .record({
      name: fc.constantFrom('prod', 'a b', 'qa'),
      state: fc.option(fc.constantFrom('ACTIVE', 'SUSPENDED'), { nil: undefined }),
      status: fc.constantFrom('ok', 'pending'),
      single: fc.boolean(),
      placed: fc.boolean(),
      path: fc.tuple(depth, fc.shuffledSubarray([...names], { minLength: 3 })).map(([n, some]) => some.slice(0, n)),
      tags: anyPairs(),
      badges: anyPairs(),
      region: fc.option(fc.constantFrom('eu-west-1', 'us-east-1'), { nil: undefined }),
    })
    .map(({ single, placed, path, tags, badges, ...facts }): AccountFacts => ({
      ...facts,
      accountId: '111122223333',
      organizationId: single ? null : 'o-abcdefghij',
      orgPath: single ? null : placed ? ['Root', ...path] : undefined,
      ouIds: single ? null : placed ? ['r-ab12', ...ouIds.slice(0, path.length)] : undefined,
      tags: single ? { ...tags, complete: false } : tags,
      // Badges mirror tags: while tags are not all known, neither are badges. An account on its own has only hand-made badges, all known.
      badges: { ...badges, complete: single || tags.complete },
    }))
}

function anyPairs(): fc.Arbitrary<KnownPairs> {
  return fc.record({
    pairs: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...values)), { selector: ([key]) => key })
      .map((list) => new Map(list)),
    complete: fc.boolean(),
  })
}

/** The same account with some facts no longer known. */
export function forget(facts: AccountFacts, coins: Iterator<boolean>): AccountFacts {
  const keep = (): boolean => coins.next().value === true
  return {
    ...facts,
    state: keep() ? facts.state : undefined,
    orgPath: keep() ? facts.orgPath : undefined,
    ouIds: keep() ? facts.ouIds : undefined,
    region: keep() ? facts.region : undefined,
    tags: keep() ? facts.tags : { pairs: new Map([...facts.tags.pairs].filter(keep)), complete: false },
    badges: keep() ? facts.badges : { pairs: new Map([...facts.badges.pairs].filter(keep)), complete: false },
  }
}
