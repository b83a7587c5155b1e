import { expect, test } from 'vitest'
import type { ScimConnection } from '../../../api/operations.gen.ts'
import { directoryBodyOf, directoryDraftOf, newDirectory, newGroupMapping } from './directory-draft.ts'

const stored = {
  id: 'entra',
  name: 'Entra ID',
  identityProvider: 'corp',
  provisionedOnly: true,
  match: { externalIdClaim: 'oid', userNameClaim: null, verifiedEmail: false },
  grants: [
    { claim: 'displayName', value: 'AWS Admins', role: 'organization-admin', scope: null },
    { claim: 'externalId', value: '1-2-3', role: 'viewer', scope: 'badge:team=blue' },
  ],
} as unknown as ScimConnection

test('a directory saved as it was shown stays as it was', () => {
  const { name, identityProvider, provisionedOnly, match, grants } = stored
  expect(directoryBodyOf(directoryDraftOf(stored))).toEqual({ name, identityProvider, provisionedOnly, match, grants })
})

test('a group without a name or a role is named at its place, and an empty user name claim is none', () => {
  expect(() => directoryBodyOf({ ...newDirectory, mappings: [newGroupMapping()] })).toThrow('Write which group. Choose a role.')
  expect(directoryBodyOf({ ...newDirectory, userNameClaim: ' ' }).match?.userNameClaim).toBe(null)
})
