import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributionInput } from './attribution.ts'
import { type FakeRequest, queryError } from './testing/fake-aws.ts'
import { doorOn, orgTarget, work } from './testing/world.ts'

const denied = queryError(
  'AccessDenied',
  'User: arn:aws:iam::999999999999:user/reeve is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111111111111:role/Org',
)
const isAttributed = ({ operation, form }: FakeRequest) =>
  operation === 'AssumeRole' && (form.has('SourceIdentity') || form.has('Tags.member.1.Key'))

test('CloudTrail learns actor and job: the actor as source identity, both as session tags', async () => {
  const scene = doorOn(() => undefined, { attribution: 'source_identity_and_tags' })
  await scene.clock.runUntil(scene.door.open(orgTarget, work({ actor: 'os:1000', jobId: '0192-ab' })))
  const { form } = scene.aws.requests.at(-1)!
  assert.equal(form.get('SourceIdentity'), 'os-1000')
  assert.deepEqual(
    ['Tags.member.1.Key', 'Tags.member.1.Value', 'Tags.member.2.Key', 'Tags.member.2.Value'].map((name) => form.get(name)),
    ['ReeveActor', 'os:1000', 'ReeveJob', '0192-ab'],
  )
})

test('credentials that name one actor’s job are never used for another’s', async () => {
  const scene = doorOn(() => undefined, { attribution: 'source_identity_and_tags' })
  const open = (actor: string, jobId: string) => scene.clock.runUntil(scene.door.open(orgTarget, work({ actor, jobId })))
  await open('alice', 'j1')
  await open('alice', 'j1')
  assert.equal(scene.aws.count('AssumeRole'), 1)
  await open('bob', 'j1')
  await open('alice', 'j2')
  assert.equal(scene.aws.count('AssumeRole'), 3)
})

test('a trust that refuses attribution is asked once more without it, and never again with it', async () => {
  const scene = doorOn((request) => (isAttributed(request) ? denied : undefined), { attribution: 'source_identity_and_tags' })
  for (const jobId of ['j1', 'j2', 'j3']) assert.equal((await scene.clock.runUntil(scene.door.open(orgTarget, work({ jobId })))).kind, 'ok')
  assert.deepEqual(scene.aws.requests.filter(({ operation }) => operation === 'AssumeRole').map(isAttributed), [true, false])
})

test('a role that refuses everything costs two calls once, one call after that, and attribution when it is repaired', async () => {
  let isBroken = true
  const scene = doorOn(({ operation }) => (isBroken && operation === 'AssumeRole' ? denied : undefined), {
    attribution: 'source_identity_and_tags',
  })
  const open = (jobId: string) => scene.clock.runUntil(scene.door.open(orgTarget, work({ jobId })))
  assert.equal((await open('j1')).kind, 'denied')
  assert.equal((await open('j2')).kind, 'denied')
  assert.equal(scene.aws.count('AssumeRole'), 3)
  isBroken = false
  assert.equal((await open('j3')).kind, 'ok')
  assert.equal((await open('j4')).kind, 'ok')
  assert.ok(isAttributed(scene.aws.requests.at(-1)!))
})

test('three roles of one name that refuse attribution speak for the rest, for a day', async () => {
  let refuses = true
  const scene = doorOn((request) => (refuses && isAttributed(request) ? denied : undefined), { attribution: 'source_identity_and_tags' })
  const openAll = () =>
    scene.clock.runUntil(
      (async () => {
        for (let index = 0; index < 50; index++) {
          const role = { roleArn: `arn:aws:iam::${200_000_000_000 + index}:role/path/Member`, sessionName: 'reeve' }
          assert.equal((await scene.door.open({ caller: { kind: 'default' }, role }, work())).kind, 'ok')
        }
      })(),
    )
  await openAll()
  assert.equal(scene.aws.requests.filter(isAttributed).length, 3)
  assert.equal(scene.aws.count('AssumeRole'), 53)
  refuses = false
  await scene.clock.advance(25 * 3_600_000)
  await openAll()
  assert.equal(scene.aws.requests.filter(isAttributed).length, 53)
})

test('what STS would refuse in a name is replaced, not sent', () => {
  const { SourceIdentity, Tags } = attributionInput('source_identity_and_tags', { actor: `user:zoë/${'x'.repeat(300)}`, jobId: 'j\u0000b' })
  assert.match(SourceIdentity!, /^[\w+=,.@-]{2,64}$/)
  for (const { Value } of Tags!) assert.match(Value!, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)
  assert.equal(Tags![0]!.Value!.slice(0, 9), 'user:zoë/')
  assert.equal(attributionInput('source_identity', { actor: 'a' }).SourceIdentity, undefined)
})
