import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptySink, toForm } from './sink-draft.ts'

test('only the chosen kind is sent, and nothing that was left empty', () => {
  const typed = { ...emptySink, name: ' siem ', host: 'logs.example.com', url: 'https://x.example', bucket: 'b' }
  assert.deepEqual(toForm(typed), {
    name: 'siem',
    from: 'now',
    syslog: { host: 'logs.example.com', port: 6514, transport: 'tls', ca: null },
  })
  assert.deepEqual(toForm({ ...typed, kind: 'https', isFromBeginning: true }), {
    name: 'siem',
    from: 'beginning',
    https: { url: 'https://x.example', authorization: null },
  })
  assert.equal(toForm({ ...typed, kind: 's3', externalId: 'left over' }).s3?.externalId, null)
})

test('a certificate authority goes along only where it is asked', () => {
  assert.equal(toForm({ ...emptySink, transport: 'tcp', ca: 'x' }).syslog?.ca, null)
})
