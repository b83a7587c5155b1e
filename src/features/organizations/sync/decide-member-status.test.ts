import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Cause } from '#features/policies/index.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import { decideMemberStatus, type MemberObservation } from './decide-member-status.ts'

const roleArn = 'arn:aws:iam::111122223333:role/reeve-member'
const none = { candidates: [], excluded: [], hingesOn: [], isDismissed: false } as const
const cause = (kind: Cause['kind'], source: Cause['source'] = 'aws-message'): Cause => ({
  ...none,
  kind,
  source,
  sentence: `Denied by ${kind}.`,
})
const denied = (code: string): Outcome<never> & { kind: 'denied' } => ({
  kind: 'denied',
  denial: { by: 'unknown', source: 'aws-message', code, message: 'not authorized', action: 'iam:ListRoleTags' },
})
const probeFailed = (given: Partial<Extract<MemberObservation, { kind: 'probe_failed' }>>): MemberObservation => ({
  kind: 'probe_failed',
  roleArn,
  action: 'iam:ListRoleTags',
  outcome: denied('AccessDenied'),
  cause: cause('unknown', 'inferred'),
  kit: { kind: 'untagged' },
  ...given,
})

test('a role that cannot be assumed says what it may be and what to do, never which of them it is [ORG-23]', () => {
  const verdict = decideMemberStatus({ kind: 'not_assumed', roleArn, outcome: denied('AccessDenied'), cause: cause('unknown', 'inferred') })
  assert.equal(verdict.status, 'assume_failed')
  assert.match(verdict.statusReason ?? '', /does not say why.*missing.*trust.*ExternalId/)
  assert.match(verdict.statusDetail?.remedy ?? '', /StackSet/)
})

test('a permission denied by an SCP is scp_blocked with its source; otherwise it is permission_missing', () => {
  const byMessage = decideMemberStatus(probeFailed({ cause: cause('scp') }))
  assert.equal(byMessage.status, 'scp_blocked')
  assert.equal(byMessage.statusDetail?.cause?.source, 'aws-message')
  assert.equal(decideMemberStatus(probeFailed({ cause: cause('scp', 'inferred') })).statusDetail?.cause?.source, 'inferred')
  assert.equal(decideMemberStatus(probeFailed({})).status, 'permission_missing')
  assert.equal(decideMemberStatus(probeFailed({ cause: cause('identity') })).status, 'permission_missing')
})

test('a suspended account is suspended, not a failed role', () => {
  const outcome = { kind: 'account_inactive', code: 'AccountSuspended', message: 'The account is suspended.' } as const
  assert.equal(decideMemberStatus({ kind: 'not_assumed', roleArn, outcome, cause: null }).status, 'suspended')
  assert.equal(decideMemberStatus(probeFailed({ outcome })).status, 'suspended')
})

test('a role whose kit is current is ok', () => {
  const verdict = decideMemberStatus({ kind: 'probed', kitTag: '1' })
  assert.equal(verdict.status, 'ok')
  assert.equal(verdict.statusReason, null)
})

test('no failure ever becomes ok', () => {
  const outcomes = fc.constantFrom<Exclude<Outcome<unknown>, { kind: 'ok' }>[]>(
    denied('AccessDenied'),
    { kind: 'throttled', code: 'Throttling', message: '', attempts: 5 },
    { kind: 'network', code: 'ECONNRESET', message: '', attempts: 5 },
    { kind: 'rejected', code: 'ValidationError', message: '' },
    { kind: 'expired', code: 'ExpiredToken', message: '' },
    { kind: 'region_disabled', region: 'eu-south-2', message: '' },
    { kind: 'service_absent', code: 'UnknownOperation', message: '' },
    { kind: 'account_inactive', code: 'AccountSuspended', message: '' },
  )
  const causes = fc.constantFrom(null, cause('scp'), cause('rcp'), cause('identity'), cause('trust'), cause('unknown', 'inferred'))
  fc.assert(
    fc.property(outcomes, causes, fc.boolean(), (outcome, why, isAssumed) => {
      const verdict = decideMemberStatus(
        isAssumed ? probeFailed({ outcome, cause: why }) : { kind: 'not_assumed', roleArn, outcome, cause: why },
      )
      assert.notEqual(verdict.status, 'ok')
      assert.ok((verdict.statusReason ?? '').length > 0)
    }),
  )
})

test('an AssumeRole that AWS did not answer leaves the status open, whatever the account was before', () => {
  for (const kind of ['network', 'throttled'] as const) {
    const outcome = { kind, code: 'ETIMEDOUT', message: 'no answer', attempts: 5 }
    const verdict = decideMemberStatus({
      kind: 'not_assumed',
      roleArn: 'arn:aws:iam::222222222222:role/Reeve-Member',
      outcome,
      cause: null,
    })
    assert.equal(verdict.status, 'pending', 'AWS gave no answer')
    assert.match(verdict.statusReason ?? '', /no answer/)
  }
})
