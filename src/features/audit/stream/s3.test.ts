import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { recordAudit } from '#platform/audit/audit.ts'
import { sealEvents } from '#platform/audit/chain.ts'
import { openSigner } from '#platform/audit/checkpoint.ts'
import { addCheckpoint } from '#platform/audit/checkpoint-store.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { createDoor } from '#platform/aws/create-door.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { createSimulatedAws } from '#sim/index.ts'
import { addRole } from '#sim/iam/state.ts'
import { addBucket } from '#sim/s3/state.ts'
import { adminKeys, callerAccount, callerKeys, policy, seedTinyWorld, targetAccount, targetAdminKeys } from '#sim/support/tiny-world.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { addSink, editSink } from '../sinks/edit-sink.ts'
import { sinkForm } from '../sinks/sink.ts'
import { findSink } from '../sinks/sink-queries.ts'
import { testSink } from '../sinks/test-sink.ts'
import { verifyTrail } from '../verify-trail.ts'
import { startAuditStreams } from './run-streams.ts'

const region = 'eu-central-1'
const bucket = 'reeve-checkpoints'
const roleArn = `arn:aws:iam::${targetAccount}:role/checkpoint-writer`
const least = (actions: string[], resource: string) => policy('Allow', actions, resource)

/** The bucket in another account than the caller's, and a role there that may do what docs/audit.md lists and nothing else. */
const cloud = createSimulatedAws({
  seedWorld: (aws) => {
    seedTinyWorld(aws)
    addBucket(aws, { name: bucket, accountId: targetAccount, region, hasObjectLock: true })
    addBucket(aws, { name: 'not-locked', accountId: targetAccount, region })
    addRole(aws, targetAccount, {
      name: 'checkpoint-writer',
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${callerAccount}:root` },
            Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
            Condition: { StringEquals: { 'sts:ExternalId': 'external-id-of-reeve' } },
          },
        ],
      },
      inline: {
        objects: least(['s3:PutObject', 's3:PutObjectRetention', 's3:GetObjectVersion'], `arn:aws:s3:::*/reeve-audit/*`),
        bucket: least(['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketObjectLockConfiguration'], 'arn:aws:s3:::*'),
      },
      createdAt: 0,
    })
  },
})
const doorOf = ({ accessKeyId, secretAccessKey } = callerKeys) =>
  createDoor({
    environment: { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    requestHandler: cloud.requestHandler(),
    share: 1,
  })

const directory = mkdtempSync(join(tmpdir(), 'reeve-s3-'))
const database = await createTestDatabase({ connectionsMax: 10 })
const { db } = database
const door = doorOf()
after(async () => {
  door.close()
  await database.close()
  rmSync(directory, { recursive: true })
})
const clock = { now: new Date() }
const now = () => clock.now
const actor: Actor = { kind: 'operator', id: 'os:0', permissions: new Set() }
const deps = {
  db,
  now,
  door,
  sealer: createSealer(openKeyRing({ kind: 'given', text: randomBytes(32).toString('base64') })),
  newId: () => crypto.randomUUID(),
  version: '0.0.0',
  holder: 'test',
  outgoing: createOutgoing({ allow: [] }),
  auditCheckpoints: join(directory, 'none.jsonl'),
  onTrouble: (error: unknown) => assert.fail(String(error)),
}
const signal = new AbortController().signal
const work = { actor: 'os:0', signal }
const signer = await openSigner(db, deps)
async function write(subject: string): Promise<void> {
  await db.transaction().execute((tx) => recordAudit(tx, { actor, action: 'thing.changed', subject, at: now() }))
  while ((await sealEvents(db, { now, isThorough: true })) > 0);
  await addCheckpoint(db, signer, now())
}
const s3 = (over: object = {}) => ({
  bucket,
  region,
  accountId: targetAccount,
  roleArn,
  externalId: 'external-id-of-reeve',
  retainDays: 30,
  ...over,
})
const add = async (name: string, over: object = {}) => (await addSink(deps, actor, sinkForm.parse({ name, s3: s3(over) }))).sink
async function pass(): Promise<void> {
  clock.now = new Date(now().getTime() + 120_000)
  const streams = startAuditStreams(deps)
  await streams.pass()
  await streams.close()
}
/** What an attacker with every right on the bucket's account can do. */
const attacker = new S3Client({ region, credentials: targetAdminKeys, requestHandler: cloud.requestHandler(), maxAttempts: 1 })
const keys = async () => (await attacker.send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions ?? []

test('checkpoints go into the bucket under a lock, several to an object, and verify the trail from there', async () => {
  const sink = await add('vault')
  await write('thing:1')
  await pass()
  await write('thing:2')
  await write('thing:3')
  await pass()
  assert.equal((await findSink(db, 'vault'))?.progress.lastError, null)
  const versions = await keys()
  assert.deepEqual(
    versions.map(({ Key = '' }) => Key.replace(/\d{4}\/\d{2}\/\d{2}/, 'DAY')),
    ['reeve-audit/checkpoints/DAY/000000000001-000000000001.jsonl', 'reeve-audit/checkpoints/DAY/000000000002-000000000003.jsonl'],
  )
  const removed = attacker.send(new DeleteObjectCommand({ Bucket: bucket, Key: versions[0]!.Key, VersionId: versions[0]!.VersionId }))
  await assert.rejects(removed, /object lock/)
  const verdict = await verifyTrail(deps, { kind: 'sink', ref: sink.id }, work)
  assert.deepEqual([verdict.isIntact, verdict.checkpoints, verdict.faults], [true, 3, []])
})

test('putting something over an object, or a marker in front of it, hides nothing', async () => {
  const [first, second] = await keys()
  await attacker.send(new PutObjectCommand({ Bucket: bucket, Key: first!.Key, Body: 'forged\n' }))
  await attacker.send(new DeleteObjectCommand({ Bucket: bucket, Key: second!.Key }))
  const verdict = await verifyTrail(deps, { kind: 'sink', ref: 'vault' }, work)
  assert.deepEqual([verdict.isIntact, verdict.checkpoints, verdict.unreadableObjects], [true, 3, []])
})

test('a checkpoint that never came into the bucket is missed', async () => {
  await db.updateTable('audit_sink_progress').set({ checkpoint_number: 5 }).execute()
  const verdict = await verifyTrail(deps, { kind: 'sink', ref: 'vault' }, work)
  assert.deepEqual(verdict.findings, ['checkpoints_incomplete'])
  await db.updateTable('audit_sink_progress').set({ checkpoint_number: 3 }).execute()
})

test('testing a bucket without Object Lock refuses it with what to do; a bucket with it is written to', async () => {
  await add('open bucket', { bucket: 'not-locked' })
  const refused = await testSink(deps, actor, { ref: 'open bucket', signal })
  assert.equal(refused.isAccepted, false)
  assert.match(refused.detail, /no Object Lock.*put-object-lock-configuration --bucket not-locked/)
  assert.deepEqual(await testSink(deps, actor, { ref: 'vault', signal }), {
    isAccepted: true,
    detail: 'The newest checkpoint was written under its lock.',
  })
  await write('thing:4')
  await pass()
  assert.match((await findSink(db, 'open bucket'))?.progress.lastError ?? '', /missing Object Lock Configuration/)
})

test('the wrong bucket, account, ExternalId or rights are told in AWS’s words', async () => {
  const detailOf = async (over: object) => {
    const { id } = await add(`wrong ${crypto.randomUUID()}`, over)
    const { detail } = await testSink(deps, actor, { ref: id, signal })
    await editSink(deps, actor, { ref: id, edit: { isEnabled: false } })
    return detail
  }
  assert.match(await detailOf({ bucket: 'no-such-bucket-here' }), /NotFound|NoSuchBucket/)
  assert.match(await detailOf({ accountId: callerAccount }), /denied/i)
  assert.match(await detailOf({ externalId: 'another' }), /sts:AssumeRole/)
  assert.match(await detailOf({ prefix: 'elsewhere/' }), /s3:PutObject/)
})

test('Reeve’s own credentials write where no role is named', async () => {
  const own = doorOf(adminKeys)
  addBucket(cloud.aws, { name: 'own-bucket', accountId: callerAccount, region, hasObjectLock: true })
  const sink = await add('own', { bucket: 'own-bucket', accountId: callerAccount, roleArn: null, externalId: null })
  assert.equal((await testSink({ ...deps, door: own }, actor, { ref: sink.id, signal })).isAccepted, true)
  own.close()
})
