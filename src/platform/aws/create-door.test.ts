import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListAccountsCommand } from '@aws-sdk/client-organizations'
import { createDoor, type DoorOptions } from './create-door.ts'
import type { SessionTarget, Work } from './door.ts'
import { assumedRole, callerIdentity, FakeAws, type FakeAnswer, type FakeRequest, jsonAnswer } from './testing/fake-aws.ts'

const callerArn = 'arn:aws:iam::999999999999:user/reeve'
const roleArn = 'arn:aws:iam::111111111111:role/Org'
const target: SessionTarget = {
  caller: { kind: 'default' },
  role: { roleArn, sessionName: 'reeve', externalId: 'x-1' },
  expectedAccountId: '111111111111',
  organizationId: 'o-exampleorg1',
}

function work(): Work {
  return { actor: 'tester', signal: new AbortController().signal }
}

function open(answer: (request: FakeRequest) => FakeAnswer, options: DoorOptions = {}) {
  const aws = new FakeAws((request) => {
    if (request.operation === 'GetCallerIdentity') return callerIdentity('999999999999', callerArn)
    if (request.operation === 'AssumeRole')
      return assumedRole({
        roleArn: request.form.get('RoleArn')!,
        sessionName: 'reeve',
        accessKeyId: 'ASIAORG',
        expiration: new Date(Date.now() + 3_600_000),
      })
    return answer(request)
  })
  const door = createDoor({ environment: { AWS_ACCESS_KEY_ID: 'AKIACALLER', AWS_SECRET_ACCESS_KEY: 's' }, requestHandler: aws, ...options })
  return { aws, door }
}

test('a command flows through caller, role and limiter to AWS, signed for its account', async () => {
  const { aws, door } = open(() => jsonAnswer({ Accounts: [{ Id: '111111111111' }] }))
  const session = await door.open(target, work())
  assert.equal(session.kind, 'ok')
  assert.equal(session.value.accountId, '111111111111')
  const outcome = await door.call(session.value, { service: 'organizations', command: new ListAccountsCommand({ MaxResults: 20 }) }, work())
  assert.equal(outcome.kind, 'ok')
  assert.equal(outcome.value.Accounts?.[0]?.Id, '111111111111')
  assert.deepEqual(
    aws.requests.map(({ operation, accessKeyId, region, host }) => [operation, accessKeyId, region, host]),
    [
      ['GetCallerIdentity', 'AKIACALLER', 'us-east-1', 'sts.us-east-1.amazonaws.com'],
      ['AssumeRole', 'AKIACALLER', 'us-east-1', 'sts.us-east-1.amazonaws.com'],
      ['ListAccounts', 'ASIAORG', 'us-east-1', 'organizations.us-east-1.amazonaws.com'],
    ],
  )
})
