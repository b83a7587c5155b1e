import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { listAuditEvents } from '#platform/audit/list-events.ts'
import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { createSimulatedAws, type SdkRequestHandler } from '#sim/index.ts'
import { adminKeys, callerAccount, powerlessKeys, seedTinyWorld } from '#sim/support/tiny-world.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { operator } from '#test/support/organization-world.ts'
import { describeVerification } from './verification.ts'
import { findLastVerification } from './verification-rows.ts'
import { verifyEngine } from './verify-engine.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.close())

const signal = new AbortController().signal
const simulation = createSimulatedAws({ seedWorld: seedTinyWorld })

function depsWith(
  keys: typeof adminKeys,
  patch: { readonly handler?: SdkRequestHandler; readonly isAws?: boolean; readonly at?: string } = {},
) {
  const door = createDoor({
    environment: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
    requestHandler: patch.handler ?? simulation.requestHandler(),
    share: 1,
    timeScale: 1_000,
  })
  const described: InstalledDoor =
    patch.isAws === false ? { ...door, describeEndpoint: () => ({ isAws: false, address: 'http://127.0.0.1:9' }) } : door
  return {
    db: database.db,
    door: described,
    version: '1.2.3',
    now: () => new Date(patch.at ?? '2026-11-21T12:00:00Z'),
    newId: () => randomUUID(),
  }
}

test('before AWS was asked the doctor does not know, and a run against something else changes nothing about that', async () => {
  assert.deepEqual(describeVerification(await findLastVerification(database.db)), {
    state: 'unknown',
    detail: 'not yet checked against AWS: reeve policy verify',
  })
  const run = await verifyEngine(depsWith(adminKeys, { isAws: false }), operator, { samples: 20, seed: 1, signal })
  assert.deepEqual([run.isAws, run.endpoint], [false, 'http://127.0.0.1:9'])
  assert.equal(await findLastVerification(database.db), undefined)
})

test('the run asks at least as many decisions as wanted, compares each, and is stored and audited', async () => {
  const run = await verifyEngine(depsWith(adminKeys), operator, { samples: 120, seed: 1_000, signal })
  assert.ok(run.asked >= 120 && run.asked < 124)
  assert.deepEqual([run.answered, run.disagreementCount, run.disagreements, run.accountId], [run.asked, 0, [], callerAccount])
  assert.deepEqual(await findLastVerification(database.db), run)
  const { state, detail } = describeVerification(run)
  assert.deepEqual(
    [state, detail],
    ['ok', `checked against AWS on 2026-11-21 by version 1.2.3: ${run.asked} of ${run.asked} decisions answered, 0 disagreements`],
  )
  const [event] = await listAuditEvents(database.db, {}, { limit: 1 })
  assert.deepEqual([event?.action, event?.subject], ['policy_engine.verified', `policy_verification:${run.id}`])
})

/** The simulated AWS, except that every n-th `allowed` of the simulator arrives as a refusal. */
function withPlanted(every: number): { readonly handler: SdkRequestHandler; readonly planted: () => number } {
  const honest = simulation.requestHandler()
  let seen = 0
  let planted = 0
  const twist = (found: string): string => {
    seen += 1
    if (seen % every !== 0) return found
    planted += 1
    return '<EvalDecision>implicitDeny<'
  }
  const handler: SdkRequestHandler = {
    ...honest,
    async handle(request, options) {
      const answer = await honest.handle(request, options)
      answer.response.body = Buffer.from(String(answer.response.body).replaceAll('<EvalDecision>allowed<', twist))
      return answer
    },
  }
  return { handler, planted: () => planted }
}

test('planted disagreements are all found, each with what is needed to ask again, and the doctor calls the engine failed', async () => {
  const { handler, planted } = withPlanted(5)
  const at = '2026-11-22T12:00:00Z'
  const run = await verifyEngine(depsWith(adminKeys, { handler, at }), operator, { samples: 200, seed: 5_000, signal })
  assert.ok(planted() >= 5, `${planted()} planted`)
  assert.equal(run.disagreementCount, planted())
  for (const { kind, engine, aws, question } of run.disagreements) {
    assert.deepEqual([kind, engine.decision, aws.decision], ['access', 'allowed', 'implicitDeny'])
    assert.ok(question.identity.length > 0 && question.resource.startsWith('arn:'))
  }
  const last = await findLastVerification(database.db)
  assert.deepEqual(last, run)
  assert.deepEqual(describeVerification(last).state, 'failed')
})

test('a caller who may not simulate is told which permission is missing, and no run is recorded', async () => {
  const before = await findLastVerification(database.db)
  await assert.rejects(verifyEngine(depsWith(powerlessKeys), operator, { samples: 20, seed: 1, signal }), {
    code: 'policy_simulator_silent',
    message: /iam:SimulateCustomPolicy/,
  })
  assert.deepEqual(await findLastVerification(database.db), before)
})

test('questions that AWS does not answer count as asked, not as agreed', async () => {
  const honest = simulation.requestHandler()
  let calls = 0
  const handler: SdkRequestHandler = {
    ...honest,
    async handle(request, options) {
      const isQuestion = String(request.body).includes('SimulateCustomPolicy')
      if (isQuestion) calls += 1
      const answer = await honest.handle(request, options)
      // An empty list of results: AWS answered, but not this question.
      if (isQuestion && calls % 4 === 0)
        answer.response.body = Buffer.from(
          String(answer.response.body).replace(/<EvaluationResults>[^]*<\/EvaluationResults>/, '<EvaluationResults/>'),
        )
      return answer
    },
  }
  const run = await verifyEngine(depsWith(adminKeys, { handler }), operator, { samples: 60, seed: 9_000, signal })
  assert.ok(run.answered > 0 && run.answered < run.asked, `${run.answered} of ${run.asked}`)
  assert.equal(run.disagreementCount, 0)
})
