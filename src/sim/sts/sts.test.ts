import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { KeyPair } from '../define-world.ts'
import { iamService } from '../iam/iam.service.ts'
import { createSimulation, type Simulation } from '../simulated-aws.ts'
import { adminKeys, callerKeys, seedTinyWorld } from '../support/tiny-world.ts'
import { stsService } from './sts.service.ts'

function simulation(): Simulation {
  return createSimulation({ services: [stsService, iamService], seedWorld: seedTinyWorld })
}
function sts(cloud: Simulation, credentials: KeyPair & { sessionToken?: string }, region = 'us-east-1'): STSClient {
  return new STSClient({ region, credentials, requestHandler: cloud.requestHandler(), maxAttempts: 1 })
}
test('smoke', async () => {
  const cloud = simulation()
  const me = await sts(cloud, adminKeys).send(new GetCallerIdentityCommand({}))
  console.log(me.Arn, me.Account, me.UserId)
  const out = await sts(cloud, callerKeys).send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/reader', RoleSessionName: 'sess', ExternalId: 'right' }))
  console.log(out)
  for (const over of [{ ExternalId: 'wrong' }, { RoleArn: 'arn:aws:iam::222222222222:role/missing' }, { RoleArn: 'arn:aws:iam::222222222222:role/mfa-only' }, { DurationSeconds: 10000 }, { RoleSessionName: '!' }] as Partial<AssumeRoleCommandInput>[])
    await sts(cloud, callerKeys).send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/reader', RoleSessionName: 'sess', ExternalId: 'right', ...over })).then(console.log, (e) => console.log(e.name, e.message, e.$metadata))
  assert.ok(true)
})
