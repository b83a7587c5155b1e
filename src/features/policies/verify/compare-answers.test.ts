import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareAnswers } from './compare-answers.ts'
import type { Answer } from './predict-sample.ts'
import { sampleCase } from './sample-case.ts'

const sample = sampleCase(1, { accountId: '111122223333', partition: 'aws' })
const allowed: Answer = { action: 's3:GetObject', decision: 'allowed', allowedByOrganizations: true }
const compare = (engine: Answer, aws?: Answer) => compareAnswers(sample, { engine: [engine], aws: aws === undefined ? [] : [aws] })

test('the same answer is agreement, however the action is spelt', () => {
  assert.deepEqual(compare(allowed, { ...allowed, action: 'S3:getobject' }), { answered: 1, disagreements: [] })
})

test('an action that AWS did not answer is neither agreement nor disagreement', () => {
  assert.deepEqual(compare(allowed), { answered: 0, disagreements: [] })
})

test('allowed against denied is told as access, another kind of denial as reason, with the question', () => {
  const [access] = compare(allowed, { ...allowed, decision: 'implicitDeny' }).disagreements
  assert.deepEqual([access?.kind, access?.engine.decision, access?.aws.decision, access?.seed], ['access', 'allowed', 'implicitDeny', 1])
  assert.deepEqual(access?.question.identity, sample.identity)
  const [reason] = compare({ ...allowed, decision: 'explicitDeny' }, { ...allowed, decision: 'implicitDeny' }).disagreements
  assert.equal(reason?.kind, 'reason')
})

test("the organization's part is compared where AWS tells it", () => {
  const untold: Answer = { action: allowed.action, decision: allowed.decision }
  assert.deepEqual(compare(allowed, untold).disagreements, [])
  assert.equal(compare(allowed, { ...allowed, allowedByOrganizations: false }).disagreements.length, 1)
  assert.equal(compare(untold, allowed).disagreements.length, 1)
})
