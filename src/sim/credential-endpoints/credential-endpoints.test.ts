import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers'
import { serveOnLoopback } from '../http-server.ts'
import { iamService } from '../iam/iam.service.ts'
import { createSimulation, type Simulation } from '../simulated-aws.ts'
import { stsService } from '../sts/sts.service.ts'
import { clientsOf } from '../support/sdk-clients.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { callerAccount, seedTinyWorld } from '../support/tiny-world.ts'
import type { WireRequest } from '../wire/message.ts'
import { containerCredentials } from './container.ts'
import { imds } from './imds.ts'

const role = { accountId: callerAccount, roleName: 'hop', durationSeconds: 21_600 }

function start(clock = fakeClock()): Simulation {
  return createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld, clock })
}
const ask = (method: string, path: string, headers: Record<string, string> = {}): WireRequest => ({
  method,
  path,
  query: '',
  headers,
  body: new Uint8Array(),
})
const credentialsPath = '/latest/meta-data/iam/security-credentials/'

test("the SDK's own providers get credentials of the instance's and the container's role", async () => {
  const cloud = start()
  const instance = await serveOnLoopback(imds(cloud.aws, { ...role, instanceId: 'i-0123456789abcdef0', region: 'eu-west-1' }), 0)
  const container = await serveOnLoopback(
    containerCredentials(cloud.aws, { ...role, sessionName: 'pod', path: '/v1/credentials', authorizationToken: 'pod token' }),
    0,
  )
  // The SDK takes the address of the metadata service from its environment or profile only.
  process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = instance.endpoint
  try {
    const ofInstance = await fromInstanceMetadata({ maxRetries: 0, ec2MetadataV1Disabled: true })()
    const ofContainer = await fromHttp({
      awsContainerCredentialsFullUri: `${container.endpoint}/v1/credentials`,
      awsContainerAuthorizationToken: 'pod token',
      maxRetries: 0,
    })()
    for (const [credentials, session] of [
      [ofContainer, 'pod'],
      [ofInstance, 'i-0123456789abcdef0'],
    ] as const) {
      const { Arn } = await clientsOf(cloud, credentials).sts.send(new GetCallerIdentityCommand({}))
      assert.equal(Arn, `arn:aws:sts::${callerAccount}:assumed-role/hop/${session}`)
    }
  } finally {
    delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT']
    await instance.close()
    await container.close()
  }
})

test('metadata answers only with a session token that is still good', () => {
  const clock = fakeClock()
  const answer = imds(start(clock).aws, { ...role, instanceId: 'i-0123456789abcdef0', region: 'eu-west-1' })
  assert.equal(answer(ask('GET', credentialsPath)).status, 401)
  assert.equal(answer(ask('GET', credentialsPath, { 'x-aws-ec2-metadata-token': 'guess' })).status, 401)
  const { status, body: token } = answer(ask('PUT', '/latest/api/token', { 'x-aws-ec2-metadata-token-ttl-seconds': '60' }))
  assert.equal(status, 200)
  const headers = { 'x-aws-ec2-metadata-token': token }
  assert.equal(answer(ask('GET', credentialsPath, headers)).body, 'hop')
  assert.equal(JSON.parse(answer(ask('GET', `${credentialsPath}hop`, headers)).body).Code, 'Success')
  assert.equal(answer(ask('GET', '/latest/meta-data/placement/region', headers)).body, 'eu-west-1')
  assert.equal(answer(ask('GET', `${credentialsPath}other`, headers)).status, 404)
  clock.advance(60_000)
  assert.equal(answer(ask('GET', credentialsPath, headers)).status, 401)
})

test('a token for longer than six hours, without a time, or through a proxy is refused', () => {
  const answer = imds(start().aws, { ...role, instanceId: 'i-0123456789abcdef0', region: 'eu-west-1' })
  const put = (headers: Record<string, string>) => answer(ask('PUT', '/latest/api/token', headers)).status
  assert.equal(put({ 'x-aws-ec2-metadata-token-ttl-seconds': '21601' }), 400)
  assert.equal(put({}), 400)
  assert.equal(put({ 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'x-forwarded-for': '10.0.0.1' }), 403)
})

test('a container without the right token gets nothing', () => {
  const { aws } = start()
  const pod = containerCredentials(aws, { ...role, sessionName: 'pod', path: '/v1/credentials', authorizationToken: 'right' })
  assert.equal(pod(ask('GET', '/v1/credentials')).status, 401)
  assert.equal(pod(ask('GET', '/v1/credentials', { authorization: 'wrong' })).status, 401)
  assert.equal(pod(ask('GET', '/v1/credentials', { authorization: 'right' })).status, 200)
  assert.equal(pod(ask('GET', '/elsewhere', { authorization: 'right' })).status, 404)
  const task = containerCredentials(aws, { ...role, sessionName: 'task', path: '/v2/credentials/abc' })
  assert.equal(JSON.parse(task(ask('GET', '/v2/credentials/abc')).body).RoleArn, `arn:aws:iam::${callerAccount}:role/hop`)
})
