import { expect, test } from 'vitest'
import type { AccountConnection } from '../../../api/operations.gen.ts'
import { accountChecksOf } from './checks-of.ts'
import { connectionDifferences, mergeConnectionDraft } from './differences.ts'
import { draftOf, emptyDraft, exampleArn, partitionOf, toEdit, toForm } from './draft.ts'

const stored = {
  accountId: '111122223333',
  name: 'Payments',
  harvestingStrategy: 'standard',
  credentials: {
    caller: { kind: 'default' },
    role: { arn: 'arn:aws:iam::111122223333:role/R', sessionName: 'Reeve', durationSeconds: 900, hasExternalId: true },
  },
} as AccountConnection

test('the account’s own role is sent whole, and the account that Reeve runs in without one', () => {
  expect(toForm({ ...emptyDraft, roleArn: ' arn:aws:iam::1:role/R ' }).credentials.role).toEqual({
    arn: 'arn:aws:iam::1:role/R',
    sessionName: 'Reeve',
    durationSeconds: 3600,
    externalId: null,
  })
  expect(toForm({ ...emptyDraft, way: 'self', roleArn: 'left over' }).credentials.role).toBe(null)
})

test('an edit sends only what was changed, and credentials all together or not at all', () => {
  expect(toEdit(stored, draftOf(stored), false)).toEqual({})
  expect(toEdit(stored, { ...draftOf(stored), name: 'Other', roleArn: 'x' }, false)).toEqual({ name: 'Other' })
  expect(Object.keys(toEdit(stored, draftOf(stored), true))).toEqual(['credentials'])
  expect(toEdit(stored, draftOf(stored), true).credentials?.role).toMatchObject({ durationSeconds: 900, externalId: null })
})

test('the example ARN follows what is typed', () => {
  expect(exampleArn({ accountId: '444455556666', roleName: 'a/B' }, 'aws-cn')).toBe('arn:aws-cn:iam::444455556666:role/a/B')
  expect(exampleArn({ accountId: '44', roleName: '' }, 'aws')).toBe('arn:aws:iam::111122223333:role/…')
  expect([partitionOf('arn:aws-us-gov:iam::'), partitionOf('arn:aw')]).toEqual(['AWS GovCloud (US) (aws-us-gov)', undefined])
})

test('checks that were not reached, or that AWS left open, are not told as passed', () => {
  const results = (report: Parameters<typeof accountChecksOf>[0]) => accountChecksOf(report, true).map(({ result }) => result)
  expect(results({ failedStep: 'assume_role', status: 'assume_failed', isReached: false })).toEqual([
    'passed',
    'failed',
    'not_reached',
    'not_reached',
    'not_reached',
  ])
  expect(results({ failedStep: null, status: 'pending', isReached: true })).toEqual(['passed', 'passed', 'passed', 'unknown', 'passed'])
  expect(results({ failedStep: 'managed', status: 'permission_missing', isReached: true }).slice(3)).toEqual(['failed', 'failed'])
  expect(accountChecksOf({ failedStep: null, status: 'ok', isReached: true }, false).every(({ result }) => result === 'passed')).toBe(true)
})

test('a conflict shows what the other changed, and keeping one’s own change keeps the other’s of what was left alone', () => {
  const theirs = {
    ...stored,
    name: 'theirs',
    credentials: { ...stored.credentials, role: { ...stored.credentials.role!, sessionName: 'New' } },
  }
  const mine = { ...draftOf(stored), name: 'mine' }
  expect(connectionDifferences(stored, theirs, mine).map((each) => Object.values(each))).toEqual([
    ['name', 'Payments', 'theirs', 'mine'],
    ['credentials.role.sessionName', 'Reeve', 'New', 'not changed by you'],
  ])
  const merged = mergeConnectionDraft(stored, theirs, mine)
  expect([merged.name, merged.sessionName]).toEqual(['mine', 'New'])
  expect(toEdit(theirs, merged, false)).toEqual({ name: 'mine' })
})
