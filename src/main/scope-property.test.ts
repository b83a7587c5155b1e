import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { matchSelector, printSelector, type Selector } from '#lib/selector/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { combineGrants } from '#platform/auth/grants.ts'
import { roleCatalogue } from '#platform/auth/role-catalogue.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { channelOf, type EstateOrganization, factsOf, storeEstate, tellingCounts, wordsOf } from '#test/support/scoped-estate.ts'
import { asksOf, mountedRoutes, openScopedServer } from '#test/support/scoped-server.ts'

const account = (id: string, ou: string | undefined, team: string | undefined) => ({
  id,
  ou,
  badges: team === undefined ? {} : { team },
  tagsRead: ou !== undefined,
})
const estate: readonly EstateOrganization[] = [
  {
    id: 'o-qkqkqkqkqk',
    managementAccountId: '690000000009',
    root: 'r-qk71',
    ous: { 'ou-qk71-11111111': 'r-qk71', 'ou-qk71-22222222': 'ou-qk71-11111111', 'ou-qk71-33333333': 'r-qk71' },
    accounts: [
      account('690000000009', 'r-qk71', undefined),
      account('610000000001', 'ou-qk71-11111111', 'blue'),
      account('610000000002', 'ou-qk71-22222222', 'blue'),
      account('610000000003', 'ou-qk71-22222222', 'red'),
      account('610000000004', 'ou-qk71-33333333', 'red'),
      account('610000000005', undefined, undefined),
    ],
  },
  {
    id: 'o-zyzyzyzyzy',
    managementAccountId: '680000000008',
    root: 'r-zy98',
    ous: { 'ou-zy98-44444444': 'r-zy98' },
    accounts: [account('630000000001', 'ou-zy98-44444444', 'blue'), account('630000000002', 'r-zy98', 'red')],
  },
]

const database = await createTestDatabase({ connectionsMax: 8 })
const actors = new Map<string, Actor>()
const server = await openScopedServer(database.db, actors)
after(async () => {
  await server.close()
  await database.close()
})
const runs = await storeEstate(database.db, estate)
const jobIds = (await sql<{ id: string }>`select id from pgboss.job`.execute(database.db)).rows.map(({ id }) => id)
const words = wordsOf(estate)
const accounts = estate.flatMap((organization) => organization.accounts.map((each) => factsOf(organization, each)))
const asks = mountedRoutes
  .filter(({ spec, method }) => spec.reach === 'scoped' && method === 'GET')
  .flatMap((route) =>
    asksOf(route, {
      organizationIds: estate.map(({ id }) => id),
      accountIds: accounts.map(({ accountId }) => accountId),
      placeIds: [],
      policyIds: [...words.keys()].filter((word) => word.startsWith('p-')),
      syncIds: [...runs.values()].map(([over]) => over!),
      jobIds,
      channels: estate.map(({ id }) => channelOf(id)),
    }),
  )

/** Scopes as people are given them: OU ids, badges, accounts and organizations, joined and negated. */
const places = estate.flatMap(({ root, ous }) => [root, ...Object.keys(ous)])
const term = fc.oneof(
  fc
    .tuple(fc.constantFrom(...places), fc.boolean())
    .map(([id, below]): Selector => ({ op: 'term', term: { kind: 'ou', by: 'id', id, below } })),
  fc.constantFrom('blue', 'red', 'b*', undefined).map((value): Selector => ({ op: 'term', term: { kind: 'badge', key: 'team', value } })),
  fc
    .constantFrom(...accounts.map(({ accountId }) => accountId), '61*')
    .map((pattern): Selector => ({ op: 'term', term: { kind: 'account', pattern } })),
  fc.constantFrom(...estate.map(({ id }) => id)).map((pattern): Selector => ({ op: 'term', term: { kind: 'organization', pattern } })),
)
const { scope: anyScope } = fc.letrec<{ scope: Selector }>((tie) => ({
  scope: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    tie('scope').map((item): Selector => ({ op: 'not', item })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('scope'), { minLength: 2, maxLength: 3 }))
      .map(([op, items]): Selector => ({ op, items })),
  ),
}))

test('whatever the scope, the accounts in it are listed and no reply holds a word of any other', async () => {
  await fc.assert(
    fc.asyncProperty(anyScope, async (scope) => {
      const text = printSelector(scope)
      actors.set('viewer', {
        kind: 'person',
        id: 'user:viewer',
        ...combineGrants([{ permissions: roleCatalogue['domain-admin'].permissions, scope: text }]),
      })
      const members = accounts.filter((facts) => matchSelector(scope, facts) === true).map(({ accountId }) => accountId)
      const foreign = [
        ...[...words].flatMap(([word, givers]) => (givers.some((giver) => members.includes(giver)) ? [] : [word])),
        ...tellingCounts,
      ]
      const listed = (await server.inject({ url: '/v1/accounts', headers: { authorization: 'viewer' } })).json<{
        items: readonly { accountId: string }[]
      }>()
      assert.deepEqual(listed.items.map(({ accountId }) => accountId).toSorted(), members.toSorted(), text)
      for (const { method, url, accept } of asks) {
        const { body } = await server.inject({
          method,
          url,
          headers: { authorization: 'viewer', ...(accept === undefined ? {} : { accept }) },
        })
        // What was asked for comes back in an error, and that is no leak.
        const rest = foreign.filter((word) => url.includes(word)).reduce((left, word) => left.replaceAll(word, ''), body)
        assert.deepEqual(
          foreign.filter((word) => rest.includes(word)),
          [],
          `${text}: ${url} ${body}`,
        )
      }
    }),
    { numRuns: 25 },
  )
})
