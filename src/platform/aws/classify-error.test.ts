import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import { GetRoleCommand } from '@aws-sdk/client-iam'
import { CreatePolicyCommand, ListAccountsCommand } from '@aws-sdk/client-organizations'
import { classifyError } from './classify-error.ts'
import type { AwsCall } from './door.ts'
import type { Outcome } from './outcome.ts'
import { type FakeAnswer, jsonError, networkError, queryError } from './testing/fake-aws.ts'
import { doorOn, opened, work } from './testing/world.ts'

const listAccounts: AwsCall<unknown> = { service: 'organizations', command: new ListAccountsCommand({}) }
const getRole: AwsCall<unknown> = { service: 'iam', command: new GetRoleCommand({ RoleName: 'r' }) }
const describeVpcs = (region: string): AwsCall<unknown> => ({
  service: 'ec2',
  region,
  command: new DescribeVpcsCommand({ MaxResults: 100 }),
})

function ec2Error(code: string, message: string, status: number): FakeAnswer {
  return {
    status,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  }
}

/** What the door says when AWS answers every such call this way. */
async function told(call: AwsCall<unknown>, answer: FakeAnswer): Promise<{ outcome: Outcome<unknown>; tries: number }> {
  const scene = doorOn(({ operation }) => (operation === 'AssumeRole' || operation === 'GetCallerIdentity' ? undefined : answer))
  const session = await opened(scene)
  const before = scene.aws.requests.length
  const outcome = await scene.clock.runUntil(scene.door.call(session, call, work()))
  return { outcome, tries: scene.aws.requests.length - before }
}

const throttles: readonly (readonly [string, AwsCall<unknown>, FakeAnswer])[] = [
  [
    'Organizations',
    listAccounts,
    jsonError('TooManyRequestsException', 'You have sent too many requests in too short a period of time.', 400),
  ],
  ['IAM', getRole, queryError('Throttling', 'Rate exceeded', 400)],
  ['EC2', describeVpcs('us-east-1'), ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503)],
  ['a JSON service', listAccounts, jsonError('ThrottlingException', 'Rate exceeded', 400)],
  ['any service by status', listAccounts, jsonError('SomethingNew', 'slow down', 429)],
]
for (const [name, call, answer] of throttles) {
  test(`a throttle of ${name} is tried again ten times and then told as throttled`, async () => {
    const { outcome, tries } = await told(call, answer)
    assert.equal(outcome.kind, 'throttled')
    assert.equal(tries, 10)
  })
}

const finals: readonly (readonly [string, AwsCall<unknown>, FakeAnswer, Partial<Record<string, unknown>>])[] = [
  [
    'an organization that is not in use',
    listAccounts,
    jsonError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.'),
    { kind: 'rejected', code: 'AWSOrganizationsNotInUseException' },
  ],
  [
    'a missing role',
    getRole,
    queryError('NoSuchEntity', 'The role with name r cannot be found.', 404),
    { kind: 'rejected', code: 'NoSuchEntityException' },
  ],
  [
    'a disabled Region of EC2',
    describeVpcs('af-south-1'),
    ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials', 401),
    { kind: 'region_disabled', region: 'af-south-1' },
  ],
  [
    'unknown keys in a default Region',
    describeVpcs('us-east-1'),
    ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials', 401),
    { kind: 'rejected', code: 'AuthFailure' },
  ],
  [
    'an account AWS calls blocked',
    describeVpcs('us-east-1'),
    ec2Error('Blocked', 'This account is currently blocked and not recognized as a valid account.', 400),
    { kind: 'account_inactive', code: 'Blocked' },
  ],
  [
    'a refusal that says the account is suspended',
    getRole,
    queryError('AccessDenied', 'The account 111111111111 has been suspended', 403),
    { kind: 'account_inactive', code: 'AccessDenied' },
  ],
  [
    'an operation the endpoint does not offer',
    getRole,
    queryError('InvalidAction', 'Could not find operation GetRole for version 2010-05-08', 400),
    { kind: 'service_absent', code: 'InvalidAction' },
  ],
  [
    'an endpoint that answers 501',
    listAccounts,
    jsonError('UnknownOperationException', 'not implemented', 501),
    { kind: 'service_absent', code: 'UnknownOperationException' },
  ],
]
for (const [name, call, answer, expected] of finals) {
  test(`${name} is told at once as ${String(expected['kind'])} and not tried again`, async () => {
    const { outcome, tries } = await told(call, answer)
    assert.deepEqual({ ...outcome, ...expected }, outcome)
    assert.equal(tries, 1)
  })
}

test('an error that speaks of another account’s suspension does not call the caller’s account inactive', async () => {
  const { outcome } = await told(listAccounts, jsonError('ConstraintViolationException', 'The account you named is suspended.'))
  assert.equal(outcome.kind, 'rejected')
})

test('AWS’s reason travels with the rejection', async () => {
  const answer: FakeAnswer = {
    status: 400,
    body: JSON.stringify({ __type: 'ConstraintViolationException', Message: 'm', Reason: 'OU_DEPTH_LIMIT_EXCEEDED' }),
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  }
  const { outcome } = await told(listAccounts, answer)
  assert.deepEqual(outcome, { kind: 'rejected', code: 'ConstraintViolationException', message: 'm', reason: 'OU_DEPTH_LIMIT_EXCEEDED' })
})

const troubles: readonly (readonly [string, FakeAnswer])[] = [
  [
    'an internal error',
    jsonError('ServiceException', 'AWS Organizations can’t complete your request because of an internal service error.', 500),
  ],
  ['a proxy’s 502 in HTML', { status: 502, body: '<html>Bad gateway</html>' }],
  ['a body cut off in the middle', { body: '{"Accounts":[{"Id":"1111', headers: { 'content-type': 'application/x-amz-json-1.1' } }],
  ['a reset connection', networkError('ECONNRESET')],
  ['a refused connection', networkError('ECONNREFUSED')],
]
for (const [name, answer] of troubles) {
  test(`${name} is tried again, and told as network in the end`, async () => {
    const { outcome, tries } = await told(listAccounts, answer)
    assert.equal(outcome.kind, 'network')
    assert.ok(tries >= 5, `${tries} tries`)
  })
}

test('a write whose fate is unknown is not repeated, and says so; one that was never sent is', async () => {
  const write: AwsCall<unknown> = {
    service: 'organizations',
    command: new CreatePolicyCommand({ Name: 'n', Content: '{}', Description: '', Type: 'SERVICE_CONTROL_POLICY' }),
    write: true,
  }
  for (const answer of [
    networkError('ECONNRESET'),
    jsonError('ServiceException', 'internal', 500),
    { body: '{"Pol', headers: { 'content-type': 'application/x-amz-json-1.1' } },
  ]) {
    const { outcome, tries } = await told(write, answer)
    assert.equal(outcome.kind, 'network')
    assert.equal(outcome.ambiguous, true)
    assert.equal(tries, 1)
  }
  const refused = await told(write, networkError('ECONNREFUSED'))
  assert.equal(refused.outcome.kind === 'network' && refused.outcome.ambiguous, undefined)
  assert.ok(refused.tries > 1)
  const contended = await told(
    write,
    jsonError('ConcurrentModificationException', 'The target of the operation is currently being modified by a different request.'),
  )
  assert.equal(contended.outcome.kind, 'rejected')
  assert.ok(contended.tries > 1)
})

const unsent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]
const lost = [
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EPROTO',
  'HPE_INVALID_CONSTANT',
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ERR_STREAM_PREMATURE_CLOSE',
  'TimeoutError',
]

test('the network’s failures are told apart by whether the request may have arrived', () => {
  const facts = { service: 'organizations', operation: 'CreatePolicy', region: 'us-east-1', attempts: 1, isProven: true }
  const ambiguous = (code: string) => classifyError(networkError(code), facts)?.isAmbiguous
  assert.deepEqual(
    unsent.map(ambiguous),
    unsent.map(() => false),
  )
  assert.deepEqual(
    lost.map(ambiguous),
    lost.map(() => true),
  )
  const connectTimeout = Object.assign(new Error('Socket timed out without establishing a connection within 5000 ms'), {
    name: 'TimeoutError',
  })
  assert.equal(classifyError(connectTimeout, facts)?.isAmbiguous, false)
})

test('an exception of our own is no answer of AWS’s: it is left to be thrown', () => {
  const facts = { service: 's', operation: 'o', region: 'r', attempts: 1, isProven: true }
  assert.equal(classifyError(new TypeError('x is undefined'), facts), undefined)
  assert.equal(classifyError('text', facts), undefined)
})
