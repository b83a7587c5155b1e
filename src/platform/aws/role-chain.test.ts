import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDuration, checkExternalId, checkSessionName, effectiveDuration } from './role-chain.ts'

const durations = [
  { requested: 900, asRole: 900, asUser: 900 },
  { requested: 3600, asRole: 3600, asUser: 3600 },
  { requested: 3601, asRole: 3600, asUser: 3601 },
  { requested: 43_200, asRole: 3600, asUser: 43_200 },
  { requested: undefined, asRole: 3600, asUser: 3600 },
]

for (const { requested, asRole, asUser } of durations) {
  test(`${requested ?? 'no'} seconds become ${asRole} for a caller that is a role and ${asUser} for a user [ROLE-9, ROLE-10]`, () => {
    const chained = effectiveDuration({ callerIsRole: true, requested })
    assert.equal(chained.seconds, asRole)
    assert.equal(chained.cappedBecause !== undefined, (requested ?? 3600) > 3600)
    if (chained.cappedBecause !== undefined) assert.match(chained.cappedBecause, /1 hour session limit for roles assumed by role chaining/)
    assert.deepEqual(effectiveDuration({ callerIsRole: false, requested }), { seconds: asUser })
  })
}

test('a duration outside 900 to 43200 seconds is refused with field, value and rule [ROLE-9]', () => {
  for (const good of [900, 3600, 3601, 43_200]) assert.deepEqual(checkDuration(good), [])
  for (const bad of [899, 43_201, 0, -1, 900.5, Number.NaN]) {
    const [problem] = checkDuration(bad, 'memberDuration')
    assert.deepEqual([problem?.field, problem?.value], ['memberDuration', String(bad)])
    assert.match(problem!.rule, /900 to 43200/)
  }
})

test('session names are held to the characters and lengths STS accepts', () => {
  for (const good of ['ab', 'Reeve', 'a+=,.@-_9', 'x'.repeat(64)]) assert.deepEqual(checkSessionName(good), [])
  for (const bad of ['', 'a', 'x'.repeat(65), 'has space', 'slash/', 'colon:']) assert.equal(checkSessionName(bad).length, 1, bad)
})

test('external ids are held to what STS accepts, and a problem never repeats one', () => {
  for (const good of ['ab', 'a:b/c-d_e=f,g.h@i+j', 'x'.repeat(1224)]) assert.deepEqual(checkExternalId(good), [])
  for (const bad of ['', 'a', 'x'.repeat(1225), 'has space', 'secret!']) {
    const [problem] = checkExternalId(bad)
    assert.equal(problem?.value, `${bad.length} characters`)
  }
})
