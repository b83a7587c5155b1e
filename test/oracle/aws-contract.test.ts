import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AwsSession } from '#platform/aws/door.ts'
import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { compareAnswers, type Disagreement } from '#features/policies/verify/compare-answers.ts'
import { predictSample } from '#features/policies/verify/predict-sample.ts'
import { sampleCase } from '#features/policies/verify/sample-case.ts'
import { simulateCustomPolicy } from '#features/policies/verify/simulate-custom-policy.collector.ts'
import { createSimulatedAws } from '#sim/index.ts'
import { adminKeys, seedTinyWorld } from '#sim/support/tiny-world.ts'

/** One suite, on the simulated AWS always, on AWS itself by opting in; there it asks 75 questions with the credentials of the environment. */
const wantsAws = process.env['REEVE_TEST_AWS'] === '1'
const work = { actor: 'test:contract', signal: new AbortController().signal }

async function open(door: InstalledDoor): Promise<AwsSession> {
  const opened = await door.open({ caller: { kind: 'default' } }, work)
  assert.equal(opened.kind, 'ok', JSON.stringify(opened))
  return opened.kind === 'ok' ? opened.value : assert.fail()
}

async function compareSamples(door: InstalledDoor, { from, count }: { readonly from: number; readonly count: number }) {
  const session = await open(door)
  const disagreements: Disagreement[] = []
  let answered = 0
  let asked = 0
  for (let seed = from; seed < from + count; seed += 1) {
    const sample = sampleCase(seed, session)
    const outcome = await simulateCustomPolicy(door, { session, work }, sample)
    assert.equal(outcome.kind, 'ok', `seed ${seed}: ${JSON.stringify(outcome)}`)
    if (outcome.kind !== 'ok') continue
    const compared = compareAnswers(sample, { engine: predictSample(sample, session), aws: outcome.value })
    asked += sample.actions.length
    answered += compared.answered
    disagreements.push(...compared.disagreements)
  }
  return { asked, answered, disagreements }
}

test('the simulated AWS takes every sample and answers all its actions as the engine does', async () => {
  const simulation = createSimulatedAws({ seedWorld: seedTinyWorld })
  const { accessKeyId, secretAccessKey } = adminKeys
  const door = createDoor({
    environment: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    requestHandler: simulation.requestHandler(),
    share: 1,
    timeScale: 1_000,
  })
  const { asked, answered, disagreements } = await compareSamples(door, { from: 20_000, count: 75 })
  assert.equal(answered, asked)
  assert.deepEqual(disagreements, [])
})

const skip = wantsAws ? false : 'set REEVE_TEST_AWS=1, with credentials that may iam:SimulateCustomPolicy, to ask AWS itself'
test("AWS's own simulator takes every sample and answers all its actions as the engine does", { skip }, async () => {
  const door = createDoor({ environment: process.env })
  assert.ok(door.describeEndpoint('iam').isAws, 'another endpoint than AWS is configured')
  const { asked, answered, disagreements } = await compareSamples(door, { from: 20_000, count: 75 })
  assert.equal(answered, asked)
  assert.deepEqual(disagreements, [])
})
