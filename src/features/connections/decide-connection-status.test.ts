import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailedOutcome } from '#platform/aws/explain-outcome.ts'
import { decideConnectionStatus } from './decide-connection-status.ts'

const denied = (by: 'unknown' | 'scp' | 'identity', message: string): FailedOutcome => ({
  kind: 'denied',
  denial: {
    by,
    source: 'aws-message',
    code: 'AccessDenied',
    message,
    action: 'iam:ListRoleTags',
    ...(by !== 'unknown' && { explicit: by === 'scp' }),
  },
})
const failures: readonly FailedOutcome[] = [
  denied('unknown', 'not authorized'),
  { kind: 'throttled', code: 'Throttling', message: 'm', attempts: 5 },
  { kind: 'region_disabled', region: 'eu-south-2', message: 'm' },
  { kind: 'service_absent', code: '501', message: 'm' },
  { kind: 'account_inactive', code: 'AccountInactive', message: 'm' },
  { kind: 'expired', code: 'ExpiredToken', message: 'm' },
  { kind: 'rejected', code: 'ValidationError', message: 'm' },
  { kind: 'network', code: 'ECONNRESET', message: 'm', attempts: 5 },
]
const principalArn = 'arn:aws:sts::123456789012:assumed-role/Reader/Reeve'

test('no failure of any kind becomes ok, and each says why', () => {
  for (const outcome of failures) {
    const verdicts = [
      decideConnectionStatus({ kind: 'not_opened', outcome, detail: 'because' }),
      decideConnectionStatus({ kind: 'probe_failed', action: 'iam:ListRoleTags', principalArn, outcome }),
    ]
    for (const { status, statusReason } of verdicts) {
      assert.notEqual(status, 'ok', outcome.kind)
      assert.ok(statusReason !== null && statusReason.length > 5, outcome.kind)
    }
  }
})

test('while AWS does not answer, the account is neither well nor failed', () => {
  const status = (kind: 'network' | 'throttled' | 'rejected') =>
    decideConnectionStatus({ kind: 'not_opened', outcome: failures.find((outcome) => outcome.kind === kind)!, detail: 'd' }).status
  assert.deepEqual([status('network'), status('throttled'), status('rejected')], ['pending', 'pending', 'assume_failed'])
})

test('a suspended account is suspended; a policy from above is told from a missing permission, each with its own remedy', () => {
  const probed = (outcome: FailedOutcome) =>
    decideConnectionStatus({ kind: 'probe_failed', action: 'iam:ListRoleTags', principalArn, outcome })
  assert.equal(probed(failures.find(({ kind }) => kind === 'account_inactive')!).status, 'suspended')
  const above = probed(denied('scp', 'with an explicit deny in a service control policy'))
  assert.equal(above.status, 'scp_blocked')
  assert.match(above.statusDetail?.remedy ?? '', /organization that Reeve does not know/)
  const missing = probed(denied('identity', 'because no identity-based policy allows the iam:ListRoleTags action'))
  assert.equal(missing.status, 'permission_missing')
  assert.match(missing.statusDetail?.remedy ?? '', /policy of the kit/)
})
