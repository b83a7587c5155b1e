import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { signBody, verifySignature } from './signature.ts'

const secret = 'whsec_0123456789abcdef'
const body = '{"kind":"sync.failed"}'
const at = new Date('2026-11-21T12:00:00.700Z')

test('the signature is HMAC-SHA-256 over "<seconds>.<body>"', () => {
  // printf '%s' '1795262400.{"kind":"sync.failed"}' | openssl dgst -sha256 -hmac whsec_0123456789abcdef
  assert.equal(signBody(secret, body, at), 't=1795262400,v1=8a3334a868d0e857cc292f0c770e6941d8261381bbbf070686063deebd674d99')
})

const wrong = [
  { name: 'another key', secret: 'whsec_other', body, header: signBody(secret, body, at), now: at },
  { name: 'another body', secret, body: `${body} `, header: signBody(secret, body, at), now: at },
  { name: 'a message of six minutes ago', secret, body, header: signBody(secret, body, at), now: new Date(at.getTime() + 360_000) },
  { name: 'a message of the future', secret, body, header: signBody(secret, body, at), now: new Date(at.getTime() - 360_000) },
  { name: 'a new time on an old signature', secret, body, header: signBody(secret, body, at).replace('1795262400', '1795262401'), now: at },
  { name: 'no signature', secret, body, header: '', now: at },
  { name: 'half a signature', secret, body, header: 't=1795262400,v1=ab', now: at },
]
for (const { name, now, header, ...rest } of wrong) {
  test(`${name} is refused`, () => assert.equal(verifySignature(rest.secret, { body: rest.body, header, now }), false))
}

test('the receiver that the documentation shows accepts what Reeve sends and refuses what somebody changed', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/notifications.md'), 'utf8')
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1]
  assert.ok(code)
  const shown = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    verify: (secret: string, header: string, body: string) => boolean
  }
  const header = signBody(secret, body, new Date())
  assert.equal(shown.verify(secret, header, body), true)
  assert.equal(shown.verify(secret, header, `${body} `), false)
  assert.equal(shown.verify(secret, signBody(secret, body, at), body), false)
  assert.equal(shown.verify(secret, 'garbage', body), false)
})
