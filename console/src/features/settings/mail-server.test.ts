import { expect, test } from 'vitest'
import { mailServerDraftOf, mailServerOf, newMailServer, withSecurity } from './mail-server.ts'

const stored = { host: 'mail.example.com', port: 2525, security: 'starttls' as const, username: 'reeve', from: 'reeve@example.com' }

test('a mail server saved as it was shown stays as it was, and its password is neither sent nor dropped', () => {
  expect(mailServerOf(mailServerDraftOf(stored, true))).toEqual(stored)
})

test('a password is replaced by what was typed, removed where that was chosen, and never by an empty field', () => {
  const draft = mailServerDraftOf(stored, true)
  expect(mailServerOf({ ...draft, secretIs: 'given', secret: 'p' })).toHaveProperty('password', 'p')
  expect(mailServerOf({ ...draft, secretIs: 'none', secret: 'p' })).toHaveProperty('password', null)
  expect(() => mailServerOf({ ...draft, secretIs: 'given' })).toThrow('Enter the password')
})

test('the port follows the encryption unless it is a port of one’s own', () => {
  expect(withSecurity('tls', newMailServer.port)).toEqual({ security: 'tls', port: '465' })
  expect(withSecurity('none', '2525')).toEqual({ security: 'none', port: '2525' })
})
