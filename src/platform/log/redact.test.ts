import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { redact, redacted } from './redact.ts'

const canary = 'CANARY-4f1c0a9e77'

test('a value under a secret name is masked at any depth, in arrays, maps and errors', () => {
  const error = Object.assign(new Error('failed', { cause: { secretAccessKey: canary } }), { password: canary })
  const written = JSON.stringify(
    redact({ list: [{ externalId: canary }], map: new Map([['x', { api_token: canary }]]), error, headers: { Authorization: canary } }),
  )
  assert.equal(written.includes(canary), false, written)
})

test('a secret inside free text is masked: our tokens, bearer headers, passwords in connection strings', () => {
  const token = `reeve_${'A'.repeat(43)}`
  const written = JSON.stringify(redact({ note: `sent ${token}`, header: `Bearer ${canary}`, dsn: `postgres://me:${canary}@db/reeve` }))
  assert.equal(written.includes(token) || written.includes(canary), false, written)
})

test('what an operator needs stays readable: ids, names, counts and the fact that a secret exists', () => {
  const plain = { accountId: '111122223333', tokenId: 't1', nextToken: 'page-2', hasExternalId: true, externalId: null }
  assert.deepEqual(redact(plain), plain)
})

test('a cycle becomes a note instead of an endless loop', () => {
  const value: Record<string, unknown> = { name: 'a' }
  value['self'] = value
  assert.deepEqual(redact(value), { name: 'a', self: '[circular]' })
})

test('whatever the shape, nothing under a secret name survives', () => {
  const secretName = fc.constantFrom('secret', 'x-api-token', 'SECRET_ACCESS_KEY', 'externalId', 'set-cookie', 'clientSecret')
  const leaf = secretName.map((name) => ({ [name]: canary }))
  const tree = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'detail'), tie('tree'), { maxKeys: 3 }),
    ),
  })).tree
  fc.assert(fc.property(tree, (value) => !JSON.stringify(redact(value)).includes(canary)))
  assert.deepEqual(redact({ secret: canary }), { secret: redacted })
})
