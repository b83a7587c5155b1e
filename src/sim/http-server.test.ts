import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { addRole } from './iam/state.ts'
import { iamService } from './iam/iam.service.ts'
import { serveSimulation, type Served } from './http-server.ts'
import { createSimulation } from './simulated-aws.ts'
import { stsService } from './sts/sts.service.ts'
import { clientsOf } from './support/sdk-clients.ts'
import { signedPost } from './support/sign.ts'
import { adminKeys, seedTinyWorld, targetAccount, targetAdminKeys, trust } from './support/tiny-world.ts'

const cloud = createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld })
let served: Served
before(async () => {
  served = await serveSimulation(cloud, 0)
})
after(() => served.close())

async function post(
  service: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const request = await signedPost({
    url: served.endpoint,
    service,
    body,
    keys: adminKeys,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
  })
  const response = await fetch(served.endpoint, { method: 'POST', body, headers: withoutHost(request.headers) })
  return { status: response.status, text: await response.text(), headers: response.headers }
}
const withoutHost = (headers: Record<string, string>) => Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host'))
const control = (method: string, path: string, headers: Record<string, string> = { 'x-reeve-sim': '1' }) =>
  fetch(served.endpoint + path, { method, headers })

test('one address serves every service, found by the scope of the signature', async () => {
  const sts = new STSClient({ region: 'eu-west-1', endpoint: served.endpoint, credentials: adminKeys })
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, 'arn:aws:iam::111111111111:user/admin')
  const { iam } = clientsOf(cloud, targetAdminKeys)
  assert.ok((await iam.send(new ListRolesCommand({}))).Roles!.length > 0)
  sts.destroy()
})

test('an answer has the envelope, ids and date of AWS', async () => {
  const { status, text, headers } = await post('sts', 'Action=GetCallerIdentity&Version=2011-06-15')
  assert.equal(status, 200)
  assert.match(
    text,
    /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><UserId>AIDA\w{17}<\/UserId><Account>111111111111<\/Account><Arn>arn:aws:iam::111111111111:user\/admin<\/Arn><\/GetCallerIdentityResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>$/,
  )
  assert.match(headers.get('x-amzn-requestid')!, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.ok(Math.abs(Date.parse(headers.get('date')!) - Date.now()) < 60_000)
})

test('an error has the envelope of its protocol', async () => {
  const { status, text } = await post('iam', 'Action=GetRole&Version=2010-05-08&RoleName=nobody')
  assert.equal(status, 404)
  assert.match(
    text,
    /^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error><Type>Sender<\/Type><Code>NoSuchEntity<\/Code><Message>The role with name nobody cannot be found\.<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
  )
})

test('what the simulator does not have fails loudly: operations it lacks, names AWS lacks, services it lacks', async () => {
  const lacking = await post('iam', 'Action=ListGroups&Version=2010-05-08')
  assert.equal(lacking.status, 501)
  assert.match(lacking.text, /<Code>InvalidAction<\/Code><Message>The simulated AWS does not implement iam:ListGroups/)
  const unheardOf = await post('iam', 'Action=ListGnomes&Version=2010-05-08')
  assert.deepEqual([unheardOf.status, /<Code>(\w+)</.exec(unheardOf.text)?.[1]], [400, 'InvalidAction'])
  const service = await post('sqs', '{}', { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' })
  assert.equal(service.status, 501)
  assert.match(service.text, /has no service for AmazonSQS\.ListQueues/)
})

test('missing members are all named at once', async () => {
  const { status, text } = await post('sts', 'Action=AssumeRole&Version=2011-06-15')
  assert.equal(status, 400)
  assert.match(
    text,
    /<Code>ValidationError<\/Code><Message>2 validation errors detected: Value null at &apos;roleArn&apos; failed to satisfy constraint: Member must not be null; Value null at &apos;roleSessionName&apos; failed/,
  )
})

test('calls are counted by operation, and reset returns to the same start', async () => {
  addRole(cloud.aws, targetAccount, { name: 'later', trust: trust() })
  await post('iam', 'Action=GetRole&Version=2010-05-08&RoleName=nobody')
  const stats = (await (await control('GET', '/_sim/stats')).json()) as {
    calls: Record<string, number>
    errors: Record<string, number>
    totalCalls: number
  }
  assert.ok(stats.calls['iam:GetRole']! >= 1)
  assert.ok(stats.errors['iam:GetRole NoSuchEntity']! >= 1)
  assert.equal(
    stats.totalCalls,
    Object.values(stats.calls).reduce((sum, count) => sum + count, 0),
  )

  assert.equal((await control('POST', '/_sim/reset')).status, 200)
  assert.deepEqual(((await (await control('GET', '/_sim/stats')).json()) as { calls: object }).calls, {})
  const { iam } = clientsOf(cloud, targetAdminKeys)
  assert.deepEqual(
    (await iam.send(new ListRolesCommand({}))).Roles!.map((role) => role.RoleName),
    ['reader', 'mfa-only', 'open'],
  )
})

test('control calls without the header, or unknown ones, are refused', async () => {
  assert.equal((await control('POST', '/_sim/reset', {})).status, 403)
  assert.equal((await control('GET', '/_sim/reset')).status, 404)
  assert.equal((await control('DELETE', '/_sim/stats')).status, 404)
})

test('a port that is taken is told, not swallowed', async () => {
  await assert.rejects(serveSimulation(cloud, Number(new URL(served.endpoint).port)), { code: 'EADDRINUSE' })
})
