import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, verifyPassword } from './password.ts'

test('a password is kept as argon2id with a salt of its own, and only the same password fits', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')])
  assert.match(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.notEqual(first, second)
  assert.equal(await verifyPassword({ hash: first, password: 'correct horse battery' }), true)
  assert.equal(await verifyPassword({ hash: first, password: 'correct horse batter' }), false)
})

test('a stored value that is no argon2id hash fits no password', async () => {
  for (const hash of ['', 'plain', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$x', '$argon2id$v=19$m=99999999999,t=2,p=1$a$b'])
    assert.equal(await verifyPassword({ hash, password: hash }), false)
})

test('the same text from two keyboards is the same password', async () => {
  assert.equal(await verifyPassword({ hash: await hashPassword('Zu\u0308rich-am-See'), password: 'Z\u00fcrich-am-See' }), true)
})
