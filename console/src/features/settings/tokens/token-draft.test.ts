import { expect, test } from 'vitest'
import { emptyScope } from '../access/scope-draft.ts'
import { newToken, tokenBodyOf } from './token-draft.ts'

const draft = (part: Partial<ReturnType<typeof newToken>>) => ({ ...newToken(), name: 'ci', ...part })

test('a token carries its role, place and end', () => {
  const grant = { ...newToken().grant, role: 'editor', scope: { ...emptyScope, kind: 'accounts' as const, accounts: '111122223333' } }
  expect(tokenBodyOf(draft({ grant, days: '30' }))).toEqual({
    name: 'ci',
    role: 'editor',
    scope: 'account:111122223333',
    expiresInDays: 30,
  })
})

test('a token lives for ever only where that was chosen, never by an empty or odd number', () => {
  expect(tokenBodyOf(draft({ expires: 'never' }))).not.toHaveProperty('expiresInDays')
  for (const days of ['', ' ', 'x', '-1', '1e9', '1.5']) expect(() => tokenBodyOf(draft({ days }))).toThrow('number of days')
})

test('permissions go along with “chosen permissions” alone', () => {
  const permissions = ['jobs:read']
  expect(tokenBodyOf(draft({ permissions }))).not.toHaveProperty('permissions')
  expect(tokenBodyOf(draft({ permissions, grant: { ...newToken().grant, role: 'custom' } })).permissions).toEqual(permissions)
})
