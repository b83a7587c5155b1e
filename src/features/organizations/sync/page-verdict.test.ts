import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFailure } from './page-verdict.ts'

const later = { kind: 'accounts', isFirstPage: false } as const
const first = { kind: 'accounts', isFirstPage: true } as const

test('a denial is a gap and never an empty list', () => {
  const denial = {
    by: 'unknown',
    source: 'aws-message',
    code: 'AccessDeniedException',
    message: 'no',
    action: 'organizations:ListAccounts',
  } as const
  assert.equal(judgeFailure({ kind: 'denied', denial }, later).kind, 'refused')
})

test('throttles, resets and passing conflicts are tried again', () => {
  assert.equal(judgeFailure({ kind: 'throttled', code: 'TooManyRequestsException', message: '', attempts: 5 }, later).kind, 'retry')
  assert.equal(judgeFailure({ kind: 'network', code: 'ECONNRESET', message: '', attempts: 5 }, later).kind, 'retry')
  assert.equal(judgeFailure({ kind: 'rejected', code: 'ConcurrentModificationException', message: '' }, later).kind, 'retry')
})

test('a token that is no longer good restarts its own list, but never loops on a first page', () => {
  const rejected = {
    kind: 'rejected',
    code: 'InvalidInputException',
    message: 'You provided an invalid NextToken.',
    reason: 'INVALID_NEXT_TOKEN',
  } as const
  assert.equal(judgeFailure(rejected, later).kind, 'restart')
  assert.equal(judgeFailure(rejected, first).kind, 'refused')
})

test('a thing that vanished while it was read leaves no gap', () => {
  assert.equal(judgeFailure({ kind: 'rejected', code: 'TargetNotFoundException', message: '' }, first).kind, 'gone')
})
