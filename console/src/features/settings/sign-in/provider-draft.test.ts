import { expect, test } from 'vitest'
import type { IdentityProvider } from '../../../api/operations.gen.ts'
import type { Problem } from '../../../api/problem.ts'
import { callbackOf, newProvider, providerBodyOf, providerDraftOf } from './provider-draft.ts'

const stored: IdentityProvider = {
  id: 'corp',
  name: 'Corp',
  issuer: 'https://corp.example/',
  clientId: 'reeve',
  hasClientSecret: true,
  scopes: ['openid', 'email', 'groups'],
  grants: [
    { claim: 'groups', value: 'aws admins', role: 'organization-admin', scope: null },
    { claim: 'groups', value: 'sports', role: 'editor', scope: 'ou:ou-ab12-11111111/**' },
  ],
  version: 3,
}

test('a provider saved as it was shown stays as it was, and its secret is neither sent nor dropped', () => {
  const { name, issuer, clientId, scopes, grants } = stored
  const body = providerBodyOf(providerDraftOf(stored))
  expect(body).toEqual({ name, issuer, clientId, scopes, grants })
  expect(body).not.toHaveProperty('clientSecret')
})

test('a secret is replaced by what was typed, removed only where that was chosen, and never by an empty field', () => {
  const draft = providerDraftOf(stored)
  expect(providerBodyOf({ ...draft, secretIs: 'given', secret: ' s ' }).clientSecret).toBe(' s ')
  expect(providerBodyOf({ ...draft, secretIs: 'none', secret: 'typed before' }).clientSecret).toBe(null)
  expect(() => providerBodyOf({ ...draft, secretIs: 'given', secret: '' })).toThrow('client secret')
})

test('every fault of every mapping is named at its place', () => {
  let thrown: unknown
  try {
    providerBodyOf({ ...newProvider(), secretIs: 'none' })
  } catch (error) {
    thrown = error
  }
  expect((thrown as Problem).fields.map(({ field }) => field)).toEqual(['grants.0.value', 'grants.0.role'])
  expect(() => providerBodyOf({ ...newProvider(), secretIs: 'none', mappings: [] })).toThrow('nobody would be let in')
})

test('the redirect address follows the id', () => {
  expect(callbackOf('https://reeve.example/api/auth/callback/{provider}', 'corp')).toBe('https://reeve.example/api/auth/callback/corp')
})
