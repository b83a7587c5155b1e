import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Denial } from '#platform/aws/outcome.ts'
import type { FailedOutcome } from '#platform/aws/explain-outcome.ts'
import { diagnose } from './diagnose.ts'
import type { AccountEvidence, DoctorEvidence, StackInstance } from './evidence.ts'

const mute: Denial = {
  by: 'unknown',
  source: 'aws-message',
  code: 'AccessDenied',
  message: 'User: x is not authorized to perform: sts:AssumeRole on resource: y',
  action: 'sts:AssumeRole',
}

function denied(patch: Partial<Denial> = {}): AccountEvidence['attempt'] {
  return { kind: 'failed', outcome: { kind: 'denied', denial: { ...mute, ...patch } } }
}
function account(accountId: string, patch: Partial<AccountEvidence> = {}): AccountEvidence {
  return {
    accountId,
    name: `n-${accountId}`,
    state: 'ACTIVE',
    isManagementAccount: false,
    roleArn: `arn:aws:iam::${accountId}:role/reeve-member`,
    attempt: { kind: 'assumed' },
    withoutExternalId: 'refused',
    stackInstance: { kind: 'unknown', why: 'not asked' },
    lastReachedAt: null,
    role: { kind: 'read', kit: { kind: 'current' } },
    predicted: [],
    ...patch,
  }
}
function evidence(accounts: readonly AccountEvidence[], patch: Partial<DoctorEvidence> = {}): DoctorEvidence {
  return {
    caller: { kind: 'known', arn: 'arn:aws:iam::999999999999:user/reeve', expiresAt: null },
    orgRole: { kind: 'assumed' },
    hasExternalId: true,
    token: { kind: 'known', version: 2 },
    accounts,
    ...patch,
  }
}
/** The diagnosis of the first account, beside two healthy siblings. */
function ofOne(patch: Partial<AccountEvidence>, siblings: readonly AccountEvidence[] = [account('2'), account('3')]) {
  return diagnose(evidence([account('1', patch), ...siblings])).accounts[0]!
}

test('all well: nobody is to blame', () => {
  const { side, summary, accounts } = diagnose(evidence([account('1'), account('2')]))
  assert.deepEqual([side, accounts.map(({ result }) => result)], ['none', ['ok', 'ok']])
  assert.match(summary, /are well/)
})

test('when siblings accept the caller, the fault lies in the account, and AWS not saying why is said', () => {
  const { side, awsSays, causes } = ofOne({ attempt: denied() })
  assert.equal(side, 'target')
  assert.match(awsSays, /AWS does not say which/)
  assert.ok(causes.every((cause) => cause.side === 'target'))
  assert.ok(
    causes.every(({ confidence }) => confidence === 'possible'),
    'with no other evidence than healthy siblings, nothing is more than possible',
  )
  assert.match(causes[0]!.evidence.join(), /2 other accounts accepted/)
})

test('when all accounts refuse alike, the cause is sought on our side', () => {
  const { accounts } = diagnose(evidence(['1', '2', '3', '4'].map((id) => account(id, { attempt: denied() }))))
  assert.deepEqual(
    accounts[0]?.causes.slice(0, 2).map(({ code }) => code),
    ['registration_settings', 'caller_policy'],
  )
  assert.match(accounts[0]?.causes[0]?.evidence.join() ?? '', /All 4 accounts/)
})

const stacks: [title: string, stackInstance: StackInstance, first: string][] = [
  ['no StackSet instance', { kind: 'absent' }, 'role_missing'],
  [
    'a StackSet that has not arrived',
    { kind: 'behind', status: 'OUTDATED (CANCELLED)', reason: 'Cancelled since failure tolerance has exceeded' },
    'role_missing',
  ],
]
for (const [title, stackInstance, first] of stacks) {
  test(`${title} makes a missing role likely`, () => {
    const [cause] = ofOne({ attempt: denied(), stackInstance }).causes
    assert.deepEqual([cause?.code, cause?.confidence], [first, 'likely'])
  })
}

for (const stackInstance of [
  { kind: 'current' },
  { kind: 'behind', status: 'OUTDATED (FAILED)', reason: 'reeve-member already exists.' },
] as const) {
  test(`a role that CloudFormation knows to exist (${stackInstance.kind}) is not called missing`, () => {
    const codes = ofOne({ attempt: denied(), stackInstance }).causes.map(({ code }) => code)
    assert.deepEqual(codes.slice(0, 2).toSorted(), ['external_id_differs', 'trust_excludes_caller'])
  })
}

test('the management account without its own stack is told that StackSets skip it [ORG-30]', () => {
  const [cause] = ofOne({ attempt: denied(), isManagementAccount: true, stackInstance: { kind: 'absent' } }).causes
  assert.equal(cause?.code, 'role_missing')
  assert.match(cause.evidence.join(), /service-managed StackSets skip/)
})

const named: [title: string, patch: Partial<Denial>, code: string, side: string][] = [
  ['an RCP', { by: 'rcp', explicit: true, policyArn: 'arn:aws:organizations::1:policy/o-x/resource_control_policy/p-x' }, 'rcp', 'target'],
  ['an SCP', { by: 'scp', explicit: true }, 'caller_scp', 'caller'],
  ["the caller's own policy", { by: 'identity', explicit: false }, 'caller_policy', 'caller'],
  ['the trust policy', { by: 'trust' }, 'trust_excludes_caller', 'target'],
]
for (const [title, patch, code, side] of named) {
  test(`what AWS's message names is certain: ${title}`, () => {
    const { causes, side: found } = ofOne({ attempt: denied(patch) })
    assert.deepEqual([causes.length, causes[0]?.code, causes[0]?.confidence, found], [1, code, 'certain', side])
    if (patch.policyArn !== undefined) assert.ok(causes[0]?.evidence[0]?.includes(patch.policyArn))
  })
}

test('an attempt without ExternalId that succeeds proves the ExternalId', () => {
  const [cause] = ofOne({ attempt: denied(), withoutExternalId: 'assumed' }).causes
  assert.deepEqual([cause?.code, cause?.confidence], ['external_id_differs', 'certain'])
})

test('a role that opens without the ExternalId too is well, but warned about [CONN-9]', () => {
  const { result, notes } = ofOne({ withoutExternalId: 'assumed' })
  assert.equal(result, 'ok')
  assert.match(notes.join(), /confused deputy/)
})

test('a suspended account is suspended, not misconfigured', () => {
  const { result, causes } = ofOne({ state: 'SUSPENDED', attempt: denied() })
  assert.deepEqual([result, causes.map(({ code }) => code)], ['suspended', ['account_inactive']])
})

test('a duration beyond the role is told as that', () => {
  const attempt = {
    kind: 'failed',
    outcome: {
      kind: 'rejected',
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    },
  } as const
  assert.equal(ofOne({ attempt }).causes[0]?.code, 'duration_too_long')
})

test('an RCP that by its harvested text denies the call is likely, and only possible where it hinges on what we do not know', () => {
  const predicted = { layer: 'rcp', policy: 'p-perimeter', sid: 'Perimeter', target: 'ou-x', hingesOn: [] } as const
  const sure = ofOne({ attempt: denied(), predicted: [predicted] }).causes[0]
  assert.deepEqual([sure?.code, sure?.confidence], ['rcp', 'likely'])
  assert.match(sure!.evidence.join(), /p-perimeter \(Perimeter\) at ou-x denies/)
  const unsure = ofOne({ attempt: denied(), predicted: [{ ...predicted, hingesOn: ['aws:SourceVpc'] }] }).causes.find(
    ({ code }) => code === 'rcp',
  )
  assert.equal(unsure?.confidence, 'possible')
  assert.match(unsure?.evidence.join() ?? '', /depending on aws:SourceVpc/)
})

function roleFailed(patch: Partial<Denial>): Partial<AccountEvidence> {
  return { role: { kind: 'failed', outcome: { kind: 'denied', denial: { ...mute, ...patch } } } }
}

test('a role that is assumed but may do nothing lacks its policy [SCPW-1]', () => {
  const { result, causes } = ofOne(roleFailed({ by: 'identity', explicit: false }))
  assert.deepEqual([result, causes[0]?.code, causes[0]?.confidence], ['permission_missing', 'policy_missing', 'certain'])
})

test('a role that is assumed but denied by an SCP is blocked, named or inferred [SCPW-1, SCPW-2]', () => {
  assert.equal(ofOne(roleFailed({ by: 'scp', explicit: true })).result, 'scp_blocked')
  const inferred = ofOne({ ...roleFailed({}), predicted: [{ layer: 'scp', policy: 'p-1', sid: null, target: 'ou-1', hingesOn: [] }] })
  assert.deepEqual([inferred.result, inferred.causes[0]?.confidence], ['scp_blocked', 'likely'])
})

test('a role with an older kit is well, and what newer kits added is unknown', () => {
  const { result, notes } = ofOne({ role: { kind: 'read', kit: { kind: 'old', version: 1 } } })
  assert.equal(result, 'ok')
  assert.match(notes.join(), /kit 1.*unknown.*not failed/)
})

test("a caller without credentials is the caller's side, whatever the accounts say", () => {
  const outcome: FailedOutcome = { kind: 'expired', code: 'ExpiredToken', message: 'The SSO session has expired.' }
  const { side, caller, orgRole } = diagnose(
    evidence([account('1', { attempt: { kind: 'failed', outcome } })], {
      caller: { kind: 'failed', outcome },
      orgRole: { kind: 'failed', outcome },
    }),
  )
  assert.equal(side, 'caller')
  assert.match(caller.problem ?? '', /expired/)
  assert.equal(orgRole.result, 'failed')
})

test('version 1 tokens of the global endpoint are told with their fix, unknown ones as unknown [ROLE-14]', () => {
  const notes = (token: DoctorEvidence['token']) => diagnose(evidence([], { token })).notes.join()
  assert.match(notes({ kind: 'known', version: 1 }), /version 1 tokens.*set-security-token-service-preferences/)
  assert.equal(notes({ kind: 'known', version: 2 }), '')
  assert.match(notes({ kind: 'unknown', why: 'denied' }), /unknown \(denied\)/)
})

test('certainty is never claimed for a mute denial, whatever else is known short of proof', () => {
  const instance = fc.constantFrom<StackInstance>(
    { kind: 'current' },
    { kind: 'absent' },
    { kind: 'unknown', why: '' },
    { kind: 'behind', status: 'OUTDATED', reason: null },
  )
  fc.assert(
    fc.property(instance, fc.boolean(), fc.nat(4), fc.nat(4), (stackInstance, isManagementAccount, assumed, refused) => {
      const siblings = [
        ...Array.from({ length: assumed }, (_, index) => account(`a${index}`)),
        ...Array.from({ length: refused }, (_, index) => account(`r${index}`, { attempt: denied() })),
      ]
      const { causes, awsSays } = ofOne({ attempt: denied(), stackInstance, isManagementAccount }, siblings)
      assert.ok(causes.length > 0)
      assert.ok(causes.every(({ confidence }) => confidence !== 'certain'))
      assert.match(awsSays, /does not say/)
    }),
  )
})
