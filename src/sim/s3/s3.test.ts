import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { serveSimulation } from '../http-server.ts'
import { createSimulatedAws } from '../index.ts'
import type { KeyPair } from '../define-world.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { failureOf } from '../support/sdk-clients.ts'
import { adminKeys, callerAccount, powerlessKeys, seedTinyWorld, targetAccount, targetAdminKeys } from '../support/tiny-world.ts'
import { addBucket } from './state.ts'

const region = 'eu-central-1'
const Bucket = 'locked-bucket'
const dayMs = 86_400_000

function start() {
  const clock = fakeClock(Date.parse('2026-11-21T12:00:00Z'))
  const cloud = createSimulatedAws({
    clock,
    seedWorld: (aws) => {
      seedTinyWorld(aws)
      addBucket(aws, { name: Bucket, accountId: targetAccount, region, hasObjectLock: true })
      addBucket(aws, { name: 'plain-bucket', accountId: targetAccount, region })
    },
  })
  const client = (keys: KeyPair = targetAdminKeys, over: object = {}) =>
    new S3Client({
      region,
      maxAttempts: 1,
      credentials: keys,
      requestHandler: cloud.requestHandler(),
      // The cloud's clock stands where it was set, and signatures go by it.
      systemClockOffset: clock.now() - Date.now(),
      ...over,
    })
  const locked = (Key: string, Body: string, over: object = {}) =>
    new PutObjectCommand({
      Bucket,
      Key,
      Body,
      ChecksumAlgorithm: 'SHA256',
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(clock.now() + 30 * dayMs),
      ...over,
    })
  return { cloud, clock, client, locked }
}

test('an object comes back as it went in, with its lock and its checksum, by either form of address', async () => {
  const { client, locked } = start()
  const body = 'line 1\nline 2 – ünï\n'
  for (const forcePathStyle of [false, true]) {
    const s3 = client(targetAdminKeys, { forcePathStyle })
    const Key = `folder/a key+${forcePathStyle}.jsonl`
    await s3.send(locked(Key, body))
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }))
    assert.equal(await got.Body?.transformToString(), body)
    assert.equal(got.ChecksumSHA256, createHash('sha256').update(body).digest('base64'))
    assert.deepEqual([got.ObjectLockMode, got.ObjectLockRetainUntilDate], ['COMPLIANCE', new Date('2026-12-21T12:00:00Z')])
  }
})

test('a locked version outlives overwriting and deleting, and cannot be removed until its time is up', async () => {
  const { client, locked, clock } = start()
  const s3 = client()
  const first = await s3.send(locked('k', 'true'))
  const second = await s3.send(locked('k', 'forged'))
  assert.notEqual(first.VersionId, second.VersionId)
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  assert.equal((await failureOf(s3.send(new GetObjectCommand({ Bucket, Key: 'k' })))).name, 'NoSuchKey')
  const { Versions: versions = [], DeleteMarkers: markers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
  assert.deepEqual([versions.length, markers.length], [2, 1])
  const remove = (over = {}) => s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: first.VersionId, ...over }))
  const refusal = await failureOf(remove())
  assert.deepEqual([refusal.name, refusal.message], ['AccessDenied', 'Access Denied because object protected by object lock.'])
  assert.equal((await failureOf(remove({ BypassGovernanceRetention: true }))).name, 'AccessDenied')
  const kept = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: first.VersionId }))
  assert.equal(await kept.Body?.transformToString(), 'true')
  clock.advance(31 * dayMs)
  await client().send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: first.VersionId }))
})

test('governance mode gives way to who may bypass it', async () => {
  const { client, locked } = start()
  const s3 = client()
  const { VersionId } = await s3.send(locked('g', 'x', { ObjectLockMode: 'GOVERNANCE' }))
  assert.equal((await failureOf(s3.send(new DeleteObjectCommand({ Bucket, Key: 'g', VersionId })))).name, 'AccessDenied')
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'g', VersionId, BypassGovernanceRetention: true }))
})

test('a bucket without Object Lock takes no locked object, and says so', async () => {
  const { client, locked } = start()
  const s3 = client()
  const refusal = await failureOf(s3.send(locked('k', 'x', { Bucket: 'plain-bucket' })))
  assert.deepEqual([refusal.name, refusal.status, refusal.message], ['InvalidRequest', 400, 'Bucket is missing Object Lock Configuration'])
  const lock = (name: string) => s3.send(new GetObjectLockConfigurationCommand({ Bucket: name }))
  assert.equal((await failureOf(lock('plain-bucket'))).name, 'ObjectLockConfigurationNotFoundError')
  assert.equal((await lock(Bucket)).ObjectLockConfiguration?.ObjectLockEnabled, 'Enabled')
})

test('locks need a future date, a mode and a digest that fits', async () => {
  const { client, locked, clock } = start()
  const s3 = client()
  const failure = async (over: object) => (await failureOf(s3.send(locked('k', 'x', over)))).name
  assert.equal(await failure({ ObjectLockRetainUntilDate: new Date(clock.now() - 1) }), 'InvalidArgument')
  assert.equal(await failure({ ObjectLockMode: undefined }), 'InvalidArgument')
  assert.equal(
    await failure({ ChecksumAlgorithm: undefined, ChecksumSHA256: createHash('sha256').update('y').digest('base64') }),
    'BadDigest',
  )
})

test('who is not there, not allowed, elsewhere or somebody else is told as S3 tells it', async () => {
  const { client, locked } = start()
  const failure = async (command: object, s3 = client()) => {
    const { name, status } = await failureOf(s3.send(command as never))
    return [name, status]
  }
  assert.deepEqual(await failure(new ListObjectsV2Command({ Bucket: 'nowhere-at-all' })), ['NoSuchBucket', 404])
  assert.deepEqual((await failure(new HeadBucketCommand({ Bucket: 'nowhere-at-all' })))[1], 404)
  assert.deepEqual(await failure(locked('k', 'x'), client(powerlessKeys)), ['AccessDenied', 403])
  assert.deepEqual(await failure(locked('k', 'x', { ExpectedBucketOwner: callerAccount })), ['AccessDenied', 403])
  assert.deepEqual(
    await failure(new HeadBucketCommand({ Bucket }), client(targetAdminKeys, { region: 'eu-west-1' })).then(([, status]) => status),
    400,
  )
  assert.deepEqual(await failure(locked('k', 'x'), client({ ...targetAdminKeys, secretAccessKey: 'wrong' })), [
    'SignatureDoesNotMatch',
    403,
  ])
  assert.deepEqual(await failure(locked('k', 'x'), client({ ...targetAdminKeys, accessKeyId: 'AKIAUNKNOWNUNKNOWN01' })), [
    'InvalidAccessKeyId',
    403,
  ])
})

test('another account’s administrator needs the bucket’s policy, which may insist on the lock', async () => {
  const { client, locked, cloud } = start()
  const s3 = client(adminKeys)
  assert.equal((await failureOf(s3.send(locked('k', 'x')))).name, 'AccessDenied')
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${callerAccount}:root` },
    Action: ['s3:PutObject', 's3:PutObjectRetention'],
    Resource: `arn:aws:s3:::shared-bucket/*`,
  }
  const insists = { StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' } }
  addBucket(cloud.aws, {
    name: 'shared-bucket',
    accountId: targetAccount,
    region,
    hasObjectLock: true,
    policy: { Version: '2012-10-17', Statement: [{ ...statement, Condition: insists }] },
  })
  await s3.send(locked('k', 'x', { Bucket: 'shared-bucket' }))
  assert.equal((await failureOf(s3.send(locked('k', 'x', { Bucket: 'shared-bucket', ObjectLockMode: 'GOVERNANCE' })))).name, 'AccessDenied')
})

test('lists come in pages, in order, under a prefix', async () => {
  const { client } = start()
  const s3 = client()
  for (let i = 0; i < 25; i += 1)
    await s3.send(new PutObjectCommand({ Bucket: 'plain-bucket', Key: `p/${String(i).padStart(3, '0')}`, Body: 'x' }))
  await s3.send(new PutObjectCommand({ Bucket: 'plain-bucket', Key: 'q', Body: 'x' }))
  const keys: string[] = []
  let ContinuationToken: string | undefined
  do {
    const page: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket: 'plain-bucket', Prefix: 'p/', MaxKeys: 10, ContinuationToken }),
    )
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
  assert.deepEqual(
    keys,
    Array.from({ length: 25 }, (_, i) => `p/${String(i).padStart(3, '0')}`),
  )
})

test('over a socket: create a bucket with Object Lock, write and read back', async () => {
  const cloud = createSimulatedAws({ seedWorld: seedTinyWorld })
  const served = await serveSimulation(cloud, 0)
  const s3 = new S3Client({ region, credentials: adminKeys, endpoint: served.endpoint, forcePathStyle: true, maxAttempts: 1 })
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: 'made-here',
        ObjectLockEnabledForBucket: true,
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    )
    await s3.send(new HeadBucketCommand({ Bucket: 'made-here' }))
    await s3.send(new PutObjectCommand({ Bucket: 'made-here', Key: 'a/b c', Body: 'content' }))
    const got = await s3.send(new GetObjectCommand({ Bucket: 'made-here', Key: 'a/b c' }))
    assert.equal(await got.Body?.transformToString(), 'content')
    const twice = await failureOf(
      s3.send(new CreateBucketCommand({ Bucket: 'made-here', CreateBucketConfiguration: { LocationConstraint: region } })),
    )
    assert.equal(twice.name, 'BucketAlreadyOwnedByYou')
  } finally {
    s3.destroy()
    await served.close()
  }
})
