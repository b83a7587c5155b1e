import { expect, test } from 'vitest'
import { emptySink, toForm } from './sink-draft.ts'

test('only the chosen kind is sent, and nothing that was left empty', () => {
  const typed = { ...emptySink, name: ' siem ', host: 'logs.example.com', url: 'https://x.example', bucket: 'b' }
  expect(toForm(typed)).toEqual({
    name: 'siem',
    from: 'now',
    syslog: { host: 'logs.example.com', port: 6514, transport: 'tls', ca: null },
  })
  expect(toForm({ ...typed, kind: 'https', isFromBeginning: true })).toEqual({
    name: 'siem',
    from: 'beginning',
    https: { url: 'https://x.example', authorization: null },
  })
  expect(toForm({ ...typed, kind: 's3', externalId: 'left over' }).s3?.externalId).toBe(null)
})

test('a certificate authority goes along only where it is asked', () => {
  expect(toForm({ ...emptySink, transport: 'tcp', ca: 'x' }).syslog?.ca).toBe(null)
})
