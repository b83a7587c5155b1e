import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import {
  ListAccountsCommand,
  type ListAccountsCommandOutput,
  ListRootsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-organizations'
import { containerCredentials } from '#sim/credential-endpoints/container.ts'
import { imds } from '#sim/credential-endpoints/imds.ts'
import type { WorldFacts } from '#sim/define-world.ts'
import { serveOnLoopback, serveSimulation } from '#sim/http-server.ts'
import { createSimulatedAws, type FaultPlan } from '#sim/index.ts'
import type { SimSettings } from '#sim/state.ts'
import { callerAccount, callerKeys, seedTinyWorld, targetAccount } from '#sim/support/tiny-world.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { createDoor, type DoorOptions } from './create-door.ts'
import type { SessionTarget } from './door.ts'
import type { Outcome } from './outcome.ts'
import { work } from './testing/world.ts'
import { readTokenVersion } from './token-version.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'door-sim-'))
})
after(() => rm(folder, { recursive: true }))

const timeScale = 200
const nothing = { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', AWS_REGION: 'us-east-1' }

function tinyCloud() {
  const cloud = createSimulatedAws({ seedWorld: seedTinyWorld })
  const doorWith = (options: DoorOptions) => createDoor({ requestHandler: cloud.requestHandler(), timeScale, ...options })
  const keys = { AWS_ACCESS_KEY_ID: callerKeys.accessKeyId, AWS_SECRET_ACCESS_KEY: callerKeys.secretAccessKey }
  return { cloud, doorWith, door: doorWith({ environment: { ...nothing, ...keys } }) }
}

function roleOf(name: string, given: Partial<SessionTarget['role'] & object> = {}): SessionTarget {
  return {
    caller: { kind: 'default' },
    role: { roleArn: `arn:aws:iam::${targetAccount}:role/${name}`, sessionName: 'reeve', externalId: 'right', ...given },
  }
}

function estate(settings: Partial<SimSettings> = {}, faults?: FaultPlan) {
  let facts: WorldFacts | undefined
  const cloud = createSimulatedAws({
    seed: 11,
    timeScale,
    ...settings,
    ...(faults === undefined ? {} : { faults }),
    seedWorld: (aws) => {
      facts = estateWorld.build(aws, { accounts: 60, standaloneAccounts: 0 })
    },
  })
  const world = facts!
  const environment = { ...nothing, AWS_ACCESS_KEY_ID: world.accessKeyId!, AWS_SECRET_ACCESS_KEY: world.secretAccessKey! }
  const target: SessionTarget = {
    caller: { kind: 'default' },
    role: { roleArn: world.orgRoleArn!, sessionName: 'reeve', externalId: world.externalId! },
    expectedAccountId: world.managementAccountId,
    organizationId: world.organizationId!,
  }
  return { cloud, world, target, door: createDoor({ environment, requestHandler: cloud.requestHandler(), timeScale }) }
}

test('the right ExternalId opens the role; a wrong one, a missing role and missing MFA are denied alike, by nobody knows what', async () => {
  const { door } = tinyCloud()
  const good = await door.open(roleOf('reader'), work())
  assert.equal(good.kind === 'ok' && good.value.accountId, targetAccount)
  const refusals = [roleOf('reader', { externalId: 'wrong' }), roleOf('missing'), roleOf('mfa-only')]
  for (const target of refusals) {
    const outcome = await door.open(target, work())
    assert.deepEqual(outcome.kind === 'denied' && [outcome.denial.by, outcome.denial.action], ['unknown', 'sts:AssumeRole'])
  }
})

test('actor and job stand in the session where the trust allows it: the simulated STS enforces SetSourceIdentity and TagSession', async () => {
  const { cloud, door } = tinyCloud()
  assert.equal((await door.open(roleOf('open'), work({ actor: 'os:1000', jobId: 'j1' }))).kind, 'ok')
  assert.equal(cloud.stats().calls['sts:AssumeRole'], 1)
})

test('more than an hour is never asked of a chain, and AWS refuses what exceeds the role’s own maximum [ROLE-9, ROLE-10]', async () => {
  const { cloud, doorWith, door } = tinyCloud()
  const tooLong = await door.open(roleOf('reader', { durationSeconds: 10_000 }), work())
  assert.equal(tooLong.kind === 'rejected' && tooLong.code, 'ValidationError')
  const served = await serveOnLoopback(
    imds(cloud.aws, {
      accountId: callerAccount,
      roleName: 'hop',
      instanceId: 'i-0123456789abcdef0',
      region: 'us-east-1',
      durationSeconds: 21_600,
    }),
    0,
  )
  try {
    // The instance's own metadata goes over a socket; AWS itself is in process.
    const { createTransport, metadataLimits } = await import('./transport.ts')
    const metadata = createTransport(metadataLimits)
    const onInstance = doorWith({
      environment: { ...nothing, AWS_EC2_METADATA_SERVICE_ENDPOINT: served.endpoint },
      metadataHandler: metadata,
    })
    const caller = await onInstance.describeCaller({ kind: 'default' }, work())
    assert.match(
      caller.kind === 'ok' ? caller.value.text : JSON.stringify(caller),
      new RegExp(
        `^running as arn:aws:sts::${callerAccount}:assumed-role/hop/i-0123456789abcdef0, via instance role \\(IMDSv2\\) hop, expires at `,
      ),
    )
    const chained = await onInstance.open(roleOf('open', { durationSeconds: 43_200 }), work())
    assert.equal(chained.kind, 'ok')
    assert.ok(chained.value.expiresAt!.getTime() <= Date.now() + 3_600_000)
    metadata.close()
  } finally {
    await served.close()
  }
})

test('a pod’s credentials open roles like any other caller’s', async () => {
  const { cloud, doorWith } = tinyCloud()
  const tokenFile = path.join(folder, 'pod-token')
  await writeFile(tokenFile, 'pod-token-1')
  const container = {
    accountId: callerAccount,
    roleName: 'hop',
    sessionName: 'eks-pod',
    durationSeconds: 21_600,
    path: '/v1/credentials',
    authorizationToken: 'pod-token-1',
  }
  const served = await serveOnLoopback(containerCredentials(cloud.aws, container), 0)
  try {
    const door = doorWith({
      environment: {
        ...nothing,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${served.endpoint}/v1/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
      },
    })
    const outcome = await door.open(roleOf('open'), work())
    assert.equal(outcome.kind, 'ok')
  } finally {
    await served.close()
  }
})

test('the account’s token version is read and explained [ROLE-14]', async () => {
  const { door } = tinyCloud()
  const session = await door.open(roleOf('open'), work())
  assert.equal(session.kind, 'ok')
  const version = await readTokenVersion(door, session.value, work())
  assert.equal(version.kind === 'ok' && version.value.version, 1)
  assert.match(version.kind === 'ok' ? (version.value.advice ?? '') : '', /v2Token/)
})

test('a Region that the account has not enabled is told as such, and the others go on', async () => {
  const { door } = tinyCloud()
  const session = await door.open(roleOf('open'), work())
  assert.equal(session.kind, 'ok')
  const describe = (region: string) => door.call(session.value, { service: 'ec2', region, command: new DescribeRegionsCommand({}) }, work())
  assert.equal((await describe('us-east-1')).kind, 'ok')
  assert.deepEqual(await describe('af-south-1').then((outcome) => outcome.kind === 'region_disabled' && outcome.region), 'af-south-1')
})

test('a whole organization is listed under AWS’s throttles without one throttled call', async () => {
  const { cloud, door, target } = estate({ throttle: true })
  const session = await door.open(target, work())
  assert.equal(session.kind, 'ok')
  const ids: string[] = []
  let token: string | undefined
  do {
    const page: Outcome<ListAccountsCommandOutput> = await door.call(
      session.value,
      { service: 'organizations', command: new ListAccountsCommand({ MaxResults: 20, NextToken: token }) },
      work(),
    )
    assert.equal(page.kind, 'ok')
    ids.push(...(page.value.Accounts ?? []).map(({ Id }) => Id!))
    token = page.value.NextToken
  } while (token !== undefined)
  assert.equal(new Set(ids).size, 60)
  const tags = await Promise.all(
    ids.map((ResourceId) =>
      door.call(session.value, { service: 'organizations', command: new ListTagsForResourceCommand({ ResourceId }) }, work()),
    ),
  )
  assert.deepEqual([...new Set(tags.map(({ kind }) => kind))], ['ok'])
  assert.equal(cloud.stats().totalThrottled, 0)
})

test('through a storm of throttles, 5xx, resets, time-outs and cut-off answers every read succeeds in the end', async () => {
  const rules = (['throttle', 'internal_error', 'service_unavailable', 'reset', 'timeout', 'truncate', 'expired_token'] as const).map(
    (effect) => ({ service: 'organizations', effect, probability: 0.04 }),
  )
  const { door, target } = estate({}, { seed: 3, rules })
  const session = await door.open(target, work())
  assert.equal(session.kind, 'ok')
  let attempts = 0
  const meter = { record: (call: { attempts: number }) => void (attempts += call.attempts) }
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () =>
      door.call(session.value, { service: 'organizations', command: new ListRootsCommand({}) }, work({ meter })),
    ),
  )
  assert.deepEqual([...new Set(outcomes.map((outcome) => JSON.stringify([outcome.kind])))], ['["ok"]'])
  assert.ok(attempts > 220, `${attempts} attempts: the storm was felt`)
})

test('a write that AWS denies is told with the statement of AWS, after one request', async () => {
  const { cloud, door, target, world } = estate()
  const session = await door.open(target, work())
  assert.equal(session.kind, 'ok')
  const outcome = await door.call(
    session.value,
    {
      service: 'organizations',
      command: new TagResourceCommand({ ResourceId: world.managementAccountId, Tags: [{ Key: 'a', Value: 'b' }] }),
      write: true,
    },
    work(),
  )
  assert.deepEqual(outcome.kind === 'denied' && [outcome.denial.by, outcome.denial.explicit, outcome.denial.action], [
    'identity',
    false,
    'organizations:TagResource',
  ])
  assert.equal(cloud.stats().calls['organizations:TagResource'], 1)
})

test('over HTTP, by AWS_ENDPOINT_URL, the same calls get the same answers, and the endpoint is named as not AWS', async () => {
  const rules = (['reset', 'truncate', 'service_unavailable'] as const).map((effect) => ({
    service: 'organizations',
    effect,
    probability: 0.05,
  }))
  const { cloud, world, target } = estate({}, { seed: 5, rules })
  const served = await serveSimulation(cloud, 0)
  const environment = { ...nothing, AWS_ACCESS_KEY_ID: world.accessKeyId!, AWS_SECRET_ACCESS_KEY: world.secretAccessKey! }
  const door = createDoor({ environment, endpoints: { all: served.endpoint }, timeScale })
  try {
    const session = await door.open(target, work())
    assert.equal(session.kind, 'ok', JSON.stringify(session))
    const page = await door.call(session.value, { service: 'organizations', command: new ListAccountsCommand({ MaxResults: 20 }) }, work())
    assert.equal(page.kind === 'ok' && page.value.Accounts?.length, 20)
    const roots = await Promise.all(
      Array.from({ length: 100 }, () => door.call(session.value, { service: 'organizations', command: new ListRootsCommand({}) }, work())),
    )
    assert.deepEqual([...new Set(roots.map(({ kind }) => kind))], ['ok'])
    assert.ok(Object.keys(cloud.stats().faults).length >= 3, 'connections were reset, answers cut off and refused')
    assert.deepEqual(door.describeEndpoint(), { isAws: false, address: served.endpoint })
  } finally {
    door.close()
    await served.close()
  }
})
