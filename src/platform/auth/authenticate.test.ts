import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError } from '#lib/app-error.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { createAuthenticate } from './authenticate.ts'
import { allPermissions, permissionsOf, rolePermissions } from './roles.ts'
import { hashToken, isTokenShaped, newTokenSecret, tokenPrefixOf } from './token-secret.ts'
import { insertToken, listTokens, type StoredToken, updateTokenRevoked } from './token-store.ts'

const database = await createTestDatabase()
after(() => database.close())
const noon = new Date('2026-11-21T12:00:00Z')
const clock = { at: noon }
const operator = { token: newTokenSecret(), actorId: 'os:1000' }
const authenticate = createAuthenticate({ db: database.db, now: () => clock.at, operator })

async function store(over: Partial<StoredToken> = {}): Promise<{ readonly secret: string; readonly token: StoredToken }> {
  const secret = newTokenSecret()
  const id = crypto.randomUUID()
  const token: StoredToken = {
    id,
    name: id,
    prefix: tokenPrefixOf(secret),
    role: 'read-only',
    permissions: [],
    scope: null,
    createdBy: 'os:1000',
    createdAt: noon,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    ...over,
  }
  await database.db.transaction().execute((tx) => insertToken(tx, token, hashToken(secret)))
  return { secret, token }
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const refusedAs = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

test('a live token is the actor of its role, and the operator of the machine may do everything', async () => {
  const { secret, token } = await store()
  const actor = await authenticate(bearer(secret))
  assert.deepEqual([actor.kind, actor.id, actor.label], ['token', `token:${token.id}`, token.name])
  assert.deepEqual(actor.permissions, rolePermissions['read-only'])
  assert.deepEqual(await authenticate(bearer(operator.token)), { kind: 'operator', id: 'os:1000', permissions: rolePermissions.admin })
})

test('unknown, malformed, expired and revoked tokens get one and the same answer', async () => {
  const expired = await store({ expiresAt: new Date(noon.getTime() - 1) })
  const revoked = await store()
  await database.db.transaction().execute((tx) => updateTokenRevoked(tx, revoked.token.id, noon))
  const details = new Set<string>()
  for (const secret of [newTokenSecret(), 'reeve_short', `reeve_${'a'.repeat(44)}`, expired.secret, revoked.secret]) {
    await assert.rejects(authenticate(bearer(secret)), (error: AppError) => {
      details.add(`${error.code} ${error.message}`)
      return true
    })
  }
  assert.equal(details.size, 1)
})

test('a token dies at the very moment it expires', async () => {
  const { secret } = await store({ expiresAt: new Date(noon.getTime() + 1000) })
  await authenticate(bearer(secret))
  clock.at = new Date(noon.getTime() + 1000)
  await assert.rejects(authenticate(bearer(secret)), refusedAs('unauthenticated'))
  clock.at = noon
})

for (const authorization of [undefined, '', 'Basic dTpw', 'Bearer', 'Bearer a b', newTokenSecret()]) {
  test(`"${authorization?.slice(0, 12) ?? 'no header'}" is no bearer token`, async () => {
    await assert.rejects(authenticate({ authorization }), refusedAs('unauthenticated'))
  })
}

test('where tokens would cross a network in clear text even a good one is refused', async () => {
  const { secret } = await store()
  const exposed = createAuthenticate({ db: database.db, now: () => noon, operator, isTransportExposed: true })
  await assert.rejects(exposed(bearer(secret)), refusedAs('insecure_transport'))
  await assert.rejects(exposed(bearer(operator.token)), refusedAs('insecure_transport'))
})

test('use is remembered to the minute, not at every request', async () => {
  const { secret, token } = await store()
  const usedAt = async () => (await listTokens(database.db, { limit: 1000 })).find(({ id }) => id === token.id)?.lastUsedAt
  await authenticate(bearer(secret))
  clock.at = new Date(noon.getTime() + 59_000)
  await authenticate(bearer(secret))
  assert.deepEqual(await usedAt(), noon)
  clock.at = new Date(noon.getTime() + 60_000)
  await authenticate(bearer(secret))
  assert.deepEqual(await usedAt(), clock.at)
  clock.at = noon
})

test('the database holds nothing that signs anybody in: neither the token nor more than its first characters', async () => {
  const { secret } = await store()
  const rows = await database.db.selectFrom('api_token').selectAll().execute()
  const text = JSON.stringify(rows.map((row) => ({ ...row, token_hash: row.token_hash.toString('utf8') })))
  assert.equal(text.includes(secret), false)
  assert.equal(text.includes(secret.slice('reeve_'.length + 7)), false)
})

test('tokens are 32 random bytes in a shape that scanners can find', () => {
  const tokens = Array.from({ length: 50 }, newTokenSecret)
  assert.equal(new Set(tokens).size, 50)
  for (const token of tokens) assert.equal(isTokenShaped(token) && Buffer.from(token.slice(6), 'base64url').length === 32, true)
})

test('a role never grants a write to a reader, and a permission that no longer exists grants nothing', () => {
  assert.deepEqual(
    [...rolePermissions['read-only']].filter((permission) => !permission.endsWith(':read')),
    [],
  )
  assert.deepEqual(
    [...rolePermissions.admin],
    allPermissions.filter((permission) => permission !== 'people:provision'),
  )
  assert.deepEqual([...permissionsOf('custom', ['accounts:read', 'gone:write'])], ['accounts:read'])
  assert.deepEqual([...permissionsOf('owner', ['accounts:read'])], [])
})
