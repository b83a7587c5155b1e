import { expect, test } from 'vitest'
import { checksOf } from './add/checks-of.ts'
import { differences, draftOf, editOf, mergeDraft, untouched } from './edit/edit-values.ts'
import { emptyDraft, exampleMemberArn, toForm } from './draft.ts'
import type { Organization } from '../../api/operations.gen.ts'

const stored = {
  organizationId: 'o-abcdefghij',
  nickname: 'one',
  credentials: {
    caller: { kind: 'default' },
    organizationRole: { arn: 'arn:aws:iam::111122223333:role/R', sessionName: 'reeve', durationSeconds: 3600, hasExternalId: true },
    memberRole: { name: 'M', exampleArn: '', sessionName: 'reeve', durationSeconds: 3600, hasExternalId: true },
  },
  excludePrefixes: ['x-'],
  scopeOuIds: [],
  autoRemoveSuspended: false,
  autoBadge: true,
} as unknown as Organization

test('the example ARN follows what is typed, in the partition of the organization role', () => {
  expect(exampleMemberArn({ orgRoleArn: 'arn:aws-us-gov:iam::1', memberName: ' a/B ' })).toBe('arn:aws-us-gov:iam::111122223333:role/a/B')
  expect(exampleMemberArn({ orgRoleArn: '', memberName: '' })).toBe('arn:aws:iam::111122223333:role/…')
})

test('an empty ExternalId is none, and OUs count only while the scope is limited', () => {
  const form = toForm({ ...emptyDraft, scopeOuIds: ['ou-ab12-cdef3456'] })
  expect(form.credentials?.organizationRole.externalId).toBe(null)
  expect(form.scopeOuIds).toEqual([])
})

test('an edit sends only what was changed, and credentials all together or not at all', () => {
  expect(editOf(stored, draftOf(stored), false)).toEqual({})
  expect(editOf(stored, { ...draftOf(stored), nickname: 'two' }, false)).toEqual({ nickname: 'two' })
  expect(Object.keys(editOf(stored, draftOf(stored), true))).toEqual(['credentials'])
})

test('a conflict shows what the other changed, beside both own values', () => {
  const theirs = { ...stored, nickname: 'theirs', excludePrefixes: [] } as Organization
  expect(differences(stored, theirs, { ...draftOf(stored), nickname: 'mine' })).toEqual([
    { field: 'nickname', base: 'one', theirs: 'theirs', mine: 'mine' },
    { field: 'excludePrefixes', base: 'x-', theirs: 'none', mine: untouched },
  ])
})

test('keeping one’s own changes keeps the other’s of every field that was left alone', () => {
  const theirs = { ...stored, nickname: 'theirs', excludePrefixes: [], autoBadge: false } as Organization
  const merged = mergeDraft(stored, theirs, { ...draftOf(stored), nickname: 'mine' })
  expect(editOf(theirs, merged, false)).toEqual({ nickname: 'mine' })
})

test('checks after the one that failed are not reached, never passed', () => {
  expect(checksOf({ failedStep: 'describe_organization' }).map(({ result }) => result)).toEqual([
    'passed',
    'passed',
    'failed',
    'not_reached',
    'not_reached',
  ])
  expect(checksOf({ failedStep: null }).every(({ result }) => result === 'passed')).toBe(true)
})
