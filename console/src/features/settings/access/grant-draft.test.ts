import { expect, test } from 'vitest'
import { Problem } from '../../../api/problem.ts'
import { grantDraftOf, grantsOf, newGrant, withField } from './grant-draft.ts'
import { emptyScope } from './scope-draft.ts'

test('stored roles come back as they were', () => {
  const stored = [
    { role: 'viewer', scope: null },
    { role: 'editor', scope: 'ou:ou-ab12-11111111/**' },
    { role: 'auditor', scope: 'badge:a=1 and badge:b=2' },
  ]
  expect(grantsOf(stored.map(grantDraftOf), 'roles')).toEqual(stored)
})

test('nothing is sent while a role or its bound is not chosen, and every fault is named at its place', () => {
  const drafts = [
    grantDraftOf({ role: 'viewer', scope: null }),
    newGrant(),
    { ...newGrant('editor'), scope: { ...emptyScope, kind: 'ous' as const } },
  ]
  let thrown: unknown
  try {
    grantsOf(drafts, 'roles')
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(Problem)
  expect((thrown as Problem).fields.map(({ field }) => field)).toEqual(['roles.1.role', 'roles.2.scope'])
})

test('a refusal about the scope as a whole stands beside the scope', () => {
  const problem = new Problem({ type: '', title: '', status: 400, detail: 'name: is for filters', code: 'scope_invalid', requestId: 'r' })
  expect((withField(problem) as Problem).fields).toEqual([{ field: 'scope', rule: 'incomplete', message: 'name: is for filters' }])
  const other = new Problem({ type: '', title: '', status: 409, detail: 'last', code: 'last_administrator', requestId: 'r' })
  expect(withField(other)).toBe(other)
})
