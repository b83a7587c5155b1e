import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  planAccountChange,
  planTagChange,
  type AccountPlanContext,
  type ObservedAccount,
  type StoredAccount,
  type Tags,
} from '#features/accounts/index.ts'
import { planAttachmentChange, planPolicyChange, type OrgPolicy, type PolicyAttachment } from '#features/policies/index.ts'
import { placeOus, planOuChanges, type StagedOu } from './plan-ou-changes.ts'

const runs = { numRuns: 200 }
const at = new Date('2026-11-21T12:00:00Z')
const context: AccountPlanContext = { organizationUid: 'org-1', partition: 'aws', at, mayRemove: true, graceMs: 30 * 86_400_000 }

const accountIds = fc.constantFrom('111111111111', '222222222222', '333333333333', '444444444444')
const observed: fc.Arbitrary<ObservedAccount> = fc.record({
  accountId: accountIds,
  name: fc.constantFrom('alpha', 'beta', 'sandbox-1'),
  email: fc.constantFrom('a@example.com', 'b@example.com'),
  arn: fc.constant('arn:aws:organizations::111111111111:account/o-x/1'),
  state: fc.constantFrom('ACTIVE', 'SUSPENDED', 'CLOSED', 'PENDING_CLOSURE', 'PENDING_ACTIVATION', 'UNKNOWN'),
  joinedMethod: fc.constant('CREATED'),
  joinedAt: fc.constant(new Date('2020-01-01T00:00:00Z')),
  place: fc.option(fc.constantFrom(place('r-a1b2', 'Root'), place('ou-a1b2-12345678', 'Root/Sports'))),
  isManagementAccount: fc.boolean(),
  inclusion: fc.constantFrom('imported', 'excluded_prefix', 'excluded_scope', 'suspended'),
  inclusionReason: fc.constantFrom('first reason', 'second reason'),
})
const observations = fc.uniqueArray(observed, { selector: (account) => account.accountId, maxLength: 4 })

function place(parentId: string, orgPath: string) {
  return { parentId, orgPath, pathIds: `o-aa111bb222/${parentId}/` }
}

type Estate = Map<string, StoredAccount>

/** The database in miniature: what apply-changes.ts does with a plan. */
function applyAccounts(estate: Estate, seen: readonly ObservedAccount[], with_: AccountPlanContext) {
  const byId = new Map(seen.map((account) => [account.accountId, account]))
  const ids = new Set([...estate.keys(), ...byId.keys()])
  const changes = [...ids].flatMap((id) => planAccountChange({ observed: byId.get(id), stored: estate.get(id) }, with_) ?? [])
  for (const change of changes)
    estate.set(change.accountId, { ...change.fields, accountId: change.accountId, uid: change.uid ?? `uid-${change.accountId}` })
  return changes
}

test('after any series of syncs, planning the same enumeration once more changes nothing', () => {
  fc.assert(
    fc.property(fc.array(observations, { minLength: 1, maxLength: 4 }), (series) => {
      const estate: Estate = new Map()
      for (const seen of series) applyAccounts(estate, seen, context)
      assert.deepEqual(applyAccounts(estate, series.at(-1) ?? [], { ...context, at: new Date(at.getTime() + 3_600_000) }), [])
    }),
    runs,
  )
})

test('applying a plan makes every stored account say what the enumeration said', () => {
  fc.assert(
    fc.property(observations, observations, (first, second) => {
      const estate: Estate = new Map()
      applyAccounts(estate, first, context)
      applyAccounts(estate, second, context)
      for (const account of second) {
        const row = estate.get(account.accountId)
        assert.equal(row?.name, account.name)
        assert.equal(row.state, account.state)
        assert.equal(row.inclusion, account.inclusion)
        if (account.place !== null) assert.equal(row.pathIds, account.place.pathIds)
      }
      for (const [id, row] of estate) assert.equal(row.inclusion === 'detached', !second.some((account) => account.accountId === id))
    }),
    runs,
  )
})

test('an incomplete enumeration detaches nobody', () => {
  fc.assert(
    fc.property(observations, observations, (first, second) => {
      const estate: Estate = new Map()
      applyAccounts(estate, first, context)
      applyAccounts(estate, second, { ...context, mayRemove: false })
      assert.ok([...estate.values()].every((row) => row.inclusion !== 'detached'))
    }),
    runs,
  )
})

test('every changed row leaves at least one line of history unless only its reason, marks or unseen facts changed', () => {
  fc.assert(
    fc.property(observations, observations, (first, second) => {
      const estate: Estate = new Map()
      applyAccounts(estate, first, context)
      const before = new Map(estate)
      for (const change of applyAccounts(estate, second, context)) {
        const old = before.get(change.accountId)
        const told =
          old === undefined || old.name !== change.fields.name || old.pathIds !== change.fields.pathIds || old.state !== change.fields.state
        if (told) assert.ok(change.events.length > 0)
      }
    }),
    runs,
  )
})

const base: ObservedAccount = {
  accountId: '111111111111',
  name: 'alpha',
  email: 'a@example.com',
  arn: null,
  state: 'ACTIVE',
  joinedMethod: 'CREATED',
  joinedAt: null,
  place: place('r-a1b2', 'Root'),
  isManagementAccount: false,
  inclusion: 'imported',
  inclusionReason: '',
}
function storedFrom(account: ObservedAccount): StoredAccount {
  const change = planAccountChange({ observed: account }, context)
  assert.ok(change)
  return { ...change.fields, accountId: account.accountId, uid: 'uid-1' }
}

test('history names the change: moved, renamed, e-mail, suspended, closed, reactivated [ORG-28]', () => {
  const kinds = (from: ObservedAccount, to: ObservedAccount) =>
    planAccountChange({ observed: to, stored: storedFrom(from) }, context)?.events.map((event) => event.kind)
  assert.deepEqual(kinds(base, { ...base, place: place('ou-a1b2-12345678', 'Root/Sports') }), ['moved'])
  assert.deepEqual(kinds(base, { ...base, name: 'beta' }), ['renamed'])
  assert.deepEqual(kinds(base, { ...base, email: 'b@example.com' }), ['email_changed'])
  assert.deepEqual(kinds(base, { ...base, state: 'SUSPENDED' }), ['suspended'])
  assert.deepEqual(kinds(base, { ...base, state: 'CLOSED' }), ['closed'])
  assert.deepEqual(kinds({ ...base, state: 'SUSPENDED' }, base), ['reactivated'])
})

test('an account that left is detached with its row kept for the grace period, and restored when it returns', () => {
  const stored = storedFrom(base)
  const left = planAccountChange({ stored }, context)
  assert.equal(left?.fields.status, 'detached')
  assert.equal(left.fields.purgeAfter?.toISOString(), '2026-12-21T12:00:00.000Z')
  assert.deepEqual(
    left.events.map((event) => event.kind),
    ['left'],
  )
  const back = planAccountChange({ observed: base, stored: { ...left.fields, uid: stored.uid, accountId: stored.accountId } }, context)
  assert.equal(back?.uid, stored.uid)
  assert.equal(back.fields.status, 'pending')
  assert.equal(back.fields.purgeAfter, null)
  assert.deepEqual(
    back.events.map((event) => event.kind),
    ['joined'],
  )
})

test('an account known singly is adopted into its row, not doubled [ORG-17]', () => {
  const single = { ...storedFrom(base), organizationUid: null, status: 'ok' as const }
  const change = planAccountChange({ observed: base, stored: single }, context)
  assert.equal(change?.uid, single.uid)
  assert.equal(change.fields.organizationUid, 'org-1')
  assert.equal(change.fields.status, 'pending')
  assert.deepEqual(
    change.events.map((event) => event.kind),
    ['adopted'],
  )
})

test('an account whose place was not seen keeps the place it had', () => {
  const change = planAccountChange({ observed: { ...base, place: null, name: 'beta' }, stored: storedFrom(base) }, context)
  assert.equal(change?.fields.orgPath, 'Root')
})

const tags: fc.Arbitrary<Tags> = fc.dictionary(fc.constantFrom('team', 'cost', 'constructor', '__proto__x'), fc.constantFrom('', 'a', 'b'))
function applyTags(stored: Tags, reading: { bulk: Tags | null; own: Tags | null }): Tags {
  const change = planTagChange('111111111111', stored, reading)
  const next = Object.fromEntries(Object.entries(stored).filter(([key]) => change?.removed.includes(key) !== true))
  for (const { key, value } of change?.set ?? []) next[key] = value
  return next
}

test('tags: the complete own list overwrites, and a second plan is empty [BADGE-5]', () => {
  fc.assert(
    fc.property(tags, fc.option(tags), tags, (stored, bulk, own) => {
      const after = applyTags(stored, { bulk, own })
      assert.deepEqual(new Map(Object.entries(after)), new Map(Object.entries(own)))
      assert.equal(planTagChange('111111111111', after, { bulk, own }), null)
    }),
    runs,
  )
})

test('tags: the bulk index adds and changes but never removes [BADGE-4]', () => {
  fc.assert(
    fc.property(tags, tags, (stored, bulk) => {
      assert.deepEqual(new Map(Object.entries(applyTags(stored, { bulk, own: null }))), new Map(Object.entries({ ...stored, ...bulk })))
      assert.equal(planTagChange('111111111111', stored, { bulk: null, own: null }), null)
    }),
    runs,
  )
})

const stagedOu = (ouId: string, parentId: string | null, name: string): StagedOu => ({
  ouId,
  parentId,
  name,
  arn: `arn:${ouId}`,
  policyTypes: null,
})

test('OUs get depth and paths from their chain, and a chain that reaches no root is left out', () => {
  const placed = placeOus('o-aa111bb222', [
    stagedOu('ou-c', 'ou-b', 'Ba/se'),
    stagedOu('ou-b', 'r-a', 'Sports'),
    stagedOu('r-a', null, 'Root'),
    stagedOu('ou-z', 'ou-unseen', 'Lost'),
  ])
  assert.deepEqual(
    placed.map((ou) => [ou.ouId, ou.depth, ou.orgPath, ou.pathIds]),
    [
      ['r-a', 0, 'Root', 'o-aa111bb222/r-a/'],
      ['ou-b', 1, 'Root/Sports', 'o-aa111bb222/r-a/ou-b/'],
      ['ou-c', 2, 'Root/Sports/Ba\\/se', 'o-aa111bb222/r-a/ou-b/ou-c/'],
    ],
  )
})

test('the OU plan converges, tells moves from renames, and an incomplete tree deletes nothing [ORG-28]', () => {
  const before = placeOus('o-x', [stagedOu('r', null, 'Root'), stagedOu('a', 'r', 'A'), stagedOu('b', 'a', 'B')])
  const after = placeOus('o-x', [stagedOu('r', null, 'Root'), stagedOu('a', 'r', 'A2'), stagedOu('b', 'r', 'B')])
  const plan = planOuChanges({ read: after, stored: before, mayRemove: true })
  assert.deepEqual(
    plan.events.map((event) => [event.kind, event.subjectId]),
    [
      ['ou_renamed', 'a'],
      ['ou_moved', 'b'],
    ],
  )
  assert.deepEqual(planOuChanges({ read: after, stored: after, mayRemove: true }), { upserts: [], deletedIds: [], events: [] })
  assert.deepEqual(planOuChanges({ read: before.slice(0, 1), stored: before, mayRemove: false }).deletedIds, [])
  assert.deepEqual(planOuChanges({ read: before.slice(0, 1), stored: before, mayRemove: true }).deletedIds, ['a', 'b'])
})

const policy: OrgPolicy = {
  policyId: 'p-12345678',
  type: 'SERVICE_CONTROL_POLICY',
  name: 'deny',
  description: '',
  arn: 'arn:p',
  awsManaged: false,
  content: '{}',
  contentHash: 'h1',
}
const attachment: PolicyAttachment = { policyId: 'p-12345678', targetId: 'r-a1b2', targetType: 'ROOT', derived: false }

test('a policy or attachment vanishes only when its list was read to the end, and unread content keeps the stored one [ORG-29]', () => {
  assert.equal(
    planPolicyChange({ stored: policy }, () => false),
    null,
  )
  assert.equal(planPolicyChange({ stored: policy }, () => true)?.kind, 'delete')
  assert.equal(
    planPolicyChange({ stored: policy, read: { ...policy, content: null, contentHash: null } }, () => true),
    null,
  )
  assert.equal(planPolicyChange({ stored: policy, read: { ...policy, contentHash: 'h2' } }, () => true)?.events[0]?.kind, 'policy_changed')
  assert.equal(
    planAttachmentChange({ stored: attachment }, () => false),
    null,
  )
  assert.equal(planAttachmentChange({ stored: attachment }, () => true)?.events[0]?.kind, 'detached')
  assert.equal(planAttachmentChange({ read: attachment }, () => true)?.events[0]?.kind, 'attached')
  assert.equal(
    planAttachmentChange({ read: attachment, stored: attachment }, () => true),
    null,
  )
})
