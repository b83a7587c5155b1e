import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { hashToken, newTokenSecret, tokenPrefixOf } from '#platform/auth/token-secret.ts'
import { insertToken } from '#platform/auth/token-store.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { at, type EstateOrganization, storeEstate } from '#test/support/scoped-estate.ts'
import { openScopedServer } from '#test/support/scoped-server.ts'

const [first, second] = ['610000000001', '620000000002'] as const
const estate: EstateOrganization = {
  id: 'o-qkqkqkqkqk',
  managementAccountId: '690000000009',
  root: 'r-qk71',
  ous: { 'ou-qk71-11111111': 'r-qk71' },
  accounts: [first, second].map((id) => ({ id, ou: 'ou-qk71-11111111', badges: {}, tagsRead: true })),
}
const wide = 'ou:ou-qk71-11111111/**'

const database = await createTestDatabase({ connectionsMax: 8 })
const { db } = database
const server = await openScopedServer(db, new Map(), createAuthenticate({ db, now: () => at }))
const base = await server.listen({ port: 0, host: '127.0.0.1' })
after(async () => {
  await server.close()
  await database.close()
})
const [, running] = (await storeEstate(db, [estate])).get(estate.id)!

let secret: string
let tokenId: string
beforeEach(async () => {
  secret = newTokenSecret()
  tokenId = crypto.randomUUID()
  const token = {
    id: tokenId,
    name: tokenId,
    prefix: tokenPrefixOf(secret),
    role: 'viewer',
    permissions: [],
    scope: wide,
    createdBy: 'os:0',
    createdAt: at,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  }
  await db.transaction().execute((tx) => insertToken(tx, token, hashToken(secret)))
})

type Seen = { readonly event: string; readonly data: { readonly code?: string; readonly progress?: { readonly found: number | null } } }

/** Follows the running sync; after its first event `happens`, and everything that is told from then on comes back. */
async function follow(happens: () => Promise<unknown>, until: (seen: Seen) => boolean): Promise<Seen[]> {
  const leaving = new AbortController()
  const response = await fetch(`${base}/v1/organizations/${estate.id}/syncs/${running}`, {
    headers: { authorization: `Bearer ${secret}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  assert.equal(response.status, 200)
  const told: Seen[] = []
  let rest = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? []
      told.push({ event, data: JSON.parse(data) as Seen['data'] })
      if (told.length === 1) await happens()
      else if (until(told.at(-1)!)) {
        leaving.abort()
        return told
      }
    }
  }
  return told
}

const codes = (told: readonly Seen[]) => told.map(({ event, data }) => (event === 'problem' ? data.code : `found ${data.progress?.found}`))

test('a credential that is revoked ends the progress stream that it opened', async () => {
  const told = await follow(
    () => db.updateTable('api_token').set({ revoked_at: at }).where('id', '=', tokenId).execute(),
    () => false,
  )
  assert.deepEqual(codes(told), ['found 2', 'unauthenticated'])
})

test('a role that is taken away ends the stream', async () => {
  const told = await follow(
    () => db.updateTable('api_token').set({ role: 'partner-billing' }).where('id', '=', tokenId).execute(),
    () => false,
  )
  assert.deepEqual(codes(told), ['found 2', 'forbidden'])
})

test('a scope that shrinks narrows the stream, and one that holds nothing of the organization ends it', async () => {
  const rescope = (scope: string) => () => db.updateTable('api_token').set({ scope }).where('id', '=', tokenId).execute()
  const narrower = await follow(rescope(`account:${first}`), ({ data }) => data.progress?.found === 1)
  assert.deepEqual(codes(narrower), ['found 2', 'found 1'])
  await rescope(wide)()
  assert.deepEqual(codes(await follow(rescope('account:999999999999'), () => false)), ['found 2', 'organization_not_found'])
})

test('an account that leaves the scope is no longer counted, though nobody changed the scope', async () => {
  const leave = () =>
    sql`update account set path_ids = 'o-qkqkqkqkqk/r-qk71/', parent_id = 'r-qk71' where account_id = ${second}`.execute(db)
  assert.deepEqual(codes(await follow(leave, ({ data }) => data.progress?.found === 1)), ['found 2', 'found 1'])
})
