import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { ListAccountsCommand } from '@aws-sdk/client-organizations'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { HttpRequest } from '@smithy/protocol-http'
import { commonErrors, defineService } from './define-service.ts'
import { defineOperation } from './define-operation.ts'
import { createSimulation, type Simulation } from './simulated-aws.ts'
import { stsService } from './sts/sts.service.ts'
import { iamService } from './iam/iam.service.ts'
import { accountActiveProvider } from './providers.ts'
import { clientsOf, failureOf } from './support/sdk-clients.ts'
import { signedPost } from './support/sign.ts'
import { adminKeys, callerAccount, seedTinyWorld } from './support/tiny-world.ts'

/** One service of each other protocol family, with a single operation that does nothing: this file is about who is let in. */
const organizations = defineService({
  name: 'organizations',
  protocol: 'awsJson1_1',
  targetPrefix: 'AWSOrganizationsV20161128',
  answersIn: 'home',
  schemas: () => import('@aws-sdk/client-organizations'),
  operations: [defineOperation<object>({ name: 'ListAccounts', handle: () => ({ Accounts: [] }) })],
  throttles: [],
  errors: commonErrors.json,
})
const ec2 = defineService({
  name: 'ec2',
  protocol: 'ec2Query',
  version: '2016-11-15',
  schemas: () => import('@aws-sdk/client-ec2'),
  operations: [defineOperation<object>({ name: 'DescribeRegions', handle: () => ({ Regions: [] }) })],
  throttles: [],
  errors: { ...commonErrors.query, denied: { code: 'UnauthorizedOperation', status: 403 } },
})

function start(): Simulation {
  return createSimulation({ services: [stsService, iamService, organizations, ec2], seedWorld: seedTinyWorld })
}

/** The first error of each protocol family for the same kind of bad credentials. */
async function refusals(
  cloud: Simulation,
  keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  systemClockOffset = 0,
) {
  const { sts, organizations: org, ec2: compute } = clientsOf(cloud, keys, { systemClockOffset })
  const failures = [
    await failureOf(sts.send(new GetCallerIdentityCommand({}))),
    await failureOf(org.send(new ListAccountsCommand({}))),
    await failureOf(compute.send(new DescribeRegionsCommand({}))),
  ]
  return failures.map(({ name, status }) => `${name} ${status}`)
}

test('good keys are let in by every protocol', async () => {
  const { sts, organizations: org, ec2: compute } = clientsOf(start(), adminKeys)
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, callerAccount)
  assert.deepEqual((await org.send(new ListAccountsCommand({}))).Accounts, [])
  assert.deepEqual((await compute.send(new DescribeRegionsCommand({}))).Regions, [])
})

test('an unknown key, a wrong secret and a surplus token are refused with the code of each protocol', async () => {
  const cloud = start()
  assert.deepEqual(await refusals(cloud, { ...adminKeys, accessKeyId: 'AKIANOBODYNOBODYNOBO' }), [
    'InvalidClientTokenId 403',
    'UnrecognizedClientException 400',
    'AuthFailure 401',
  ])
  assert.deepEqual(await refusals(cloud, { ...adminKeys, secretAccessKey: 'wrong' }), [
    'SignatureDoesNotMatch 403',
    'InvalidSignatureException 400',
    'AuthFailure 401',
  ])
  assert.deepEqual(await refusals(cloud, { ...adminKeys, sessionToken: 'surplus' }), [
    'InvalidClientTokenId 403',
    'UnrecognizedClientException 400',
    'AuthFailure 401',
  ])
})

test('a request signed six minutes ago or ahead is refused, one of four minutes is not', async () => {
  const cloud = start()
  for (const offset of [-360_000, 360_000]) {
    assert.deepEqual(await refusals(cloud, adminKeys, offset), [
      'SignatureDoesNotMatch 403',
      'InvalidSignatureException 400',
      'RequestExpired 400',
    ])
  }
  for (const systemClockOffset of [-240_000, 240_000])
    await clientsOf(cloud, adminKeys, { systemClockOffset }).sts.send(new GetCallerIdentityCommand({}))
})

test('keys of a suspended account stop working', async () => {
  const cloud = start()
  cloud.aws.provide(accountActiveProvider, (account) => account !== callerAccount)
  assert.deepEqual(await refusals(cloud, adminKeys), ['InvalidClientTokenId 403', 'UnrecognizedClientException 400', 'AuthFailure 401'])
})

type Shape = { headers?: Record<string, string>; service?: string; region?: string; body?: string; tamper?: (request: HttpRequest) => void }

async function signed({
  headers = {},
  service = 'sts',
  region = 'us-east-1',
  body = 'Action=GetCallerIdentity&Version=2011-06-15',
  tamper,
}: Shape) {
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  const result = await signedPost({ url: 'https://sts.us-east-1.amazonaws.com/', service, region, headers: form, body, keys: adminKeys })
  tamper?.(result)
  const { statusCode, body: reply } = (await start().requestHandler().handle(result)).response
  return `${statusCode} ${/<Code>(\w+)</.exec(String(reply))?.[1] ?? 'ok'}`
}

test('any change to what was signed breaks the signature: body, header, query, host', async () => {
  assert.equal(await signed({}), '200 ok')
  assert.equal(await signed({ headers: { 'x-custom': '  two   spaces ' } }), '200 ok')
  assert.equal(
    await signed({ tamper: (request) => void (request.body = 'Action=GetCallerIdentity&Version=2011-06-15&X=1') }),
    '403 SignatureDoesNotMatch',
  )
  assert.equal(
    await signed({ headers: { 'x-custom': 'a' }, tamper: (request) => void (request.headers['x-custom'] = 'b') }),
    '403 SignatureDoesNotMatch',
  )
  assert.equal(await signed({ tamper: (request) => void (request.query = { a: '1' }) }), '403 SignatureDoesNotMatch')
  assert.equal(
    await signed({ tamper: (request) => void (request.headers['host'] = 'sts.eu-west-1.amazonaws.com') }),
    '403 SignatureDoesNotMatch',
  )
})

test('the scope must name the service and a Region of the endpoint', async () => {
  assert.equal(await signed({ service: 'iam' }), '403 SignatureDoesNotMatch')
  assert.equal(await signed({ region: 'eu-west-1' }), '403 SignatureDoesNotMatch')
  assert.equal(await signed({ region: 'mars-north-1' }), '403 SignatureDoesNotMatch')
})

test('a missing or maimed Authorization header is told apart from a wrong one', async () => {
  assert.equal(await signed({ tamper: (request) => void delete request.headers['authorization'] }), '403 MissingAuthenticationToken')
  assert.equal(
    await signed({
      tamper: (request) => void (request.headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/sts/aws4_request'),
    }),
    '400 IncompleteSignature',
  )
  assert.equal(await signed({ tamper: (request) => void delete request.headers['x-amz-date'] }), '400 IncompleteSignature')
})
