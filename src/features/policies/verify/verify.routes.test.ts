import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '#platform/auth/actor.ts'
import { rolePermissions } from '#platform/auth/roles.ts'
import { createDoor } from '#platform/aws/create-door.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { createSimulatedAws } from '#sim/index.ts'
import { adminKeys, powerlessKeys, seedTinyWorld } from '#sim/support/tiny-world.ts'
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts'
import { operator } from '#test/support/organization-world.ts'
import { verifyEngineRoute } from '../routes/verify-engine.route.ts'
import { verifyLastRoute } from '../routes/verify-last.route.ts'

const reader: Actor = { kind: 'token', id: 'token:reader', permissions: new Set(rolePermissions['read-only']) }
const actors: ReadonlyMap<string, Actor> = new Map([
  ['Bearer operator', operator],
  ['Bearer reader', reader],
])
const simulation = createSimulatedAws({ seedWorld: seedTinyWorld })

let database: TestDatabase
let apps: FastifyInstance[]

async function serve({ accessKeyId, secretAccessKey }: typeof adminKeys): Promise<FastifyInstance> {
  const door = createDoor({
    environment: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    requestHandler: simulation.requestHandler(),
    share: 1,
    timeScale: 1_000,
  })
  const deps = { db: database.db, door, version: '1.2.3', now: () => new Date('2026-11-21T12:00:00Z'), newId: () => randomUUID() }
  return createServer({
    routes: [verifyEngineRoute, verifyLastRoute],
    deps,
    authenticate: async ({ authorization }) => {
      const actor = actors.get(authorization ?? '')
      if (actor === undefined) throw httpErrors.unauthenticated('Nobody we know.')
      return actor
    },
    log: silentLog,
    metrics: createMetrics(),
    version: '0.0.0',
    newId: () => randomUUID(),
    readiness: async () => ({ isReady: true, checks: {} }),
  })
}

before(async () => {
  database = await createTestDatabase()
  apps = [await serve(adminKeys), await serve(powerlessKeys)]
})
after(async () => {
  for (const app of apps) await app.close()
  await database.close()
})

const verify = (app: FastifyInstance | undefined, payload: object, who = 'Bearer operator') =>
  app!.inject({ method: 'POST', url: '/v1/policies/verifications', headers: { authorization: who }, payload })
const last = () => apps[0]!.inject({ method: 'GET', url: '/v1/policies/verifications/last', headers: { authorization: 'Bearer reader' } })

test('200: before any run the last one is null and the state unknown', async () => {
  const response = await last()
  assert.equal(response.statusCode, 200)
  assert.deepEqual(response.json(), { state: 'unknown', detail: 'not yet checked against AWS: reeve policy verify', last: null })
})

test('200: a run tells what was asked, answered and disagreed, and is the last one afterwards', async () => {
  const response = await verify(apps[0], { samples: 12, seed: 3 })
  assert.equal(response.statusCode, 200, response.body)
  const run = response.json<{ asked: number; answered: number; disagreementCount: number; seed: number }>()
  assert.ok(run.asked >= 12)
  assert.deepEqual([run.answered, run.disagreementCount, run.seed], [run.asked, 0, 3])
  assert.deepEqual((await last()).json<{ state: string; last: object }>().last, run)
})

test('400: a wish for no samples, or for too many, is refused', async () => {
  for (const samples of [0, 2_001, 1.5, 'many']) assert.equal((await verify(apps[0], { samples })).statusCode, 400)
})

test('401: who is not known gets nothing', async () => {
  assert.equal((await verify(apps[0], {}, 'Bearer stranger')).statusCode, 401)
})

test('403: a reader may see the last run, not start one', async () => {
  assert.equal((await verify(apps[0], {}, 'Bearer reader')).statusCode, 403)
})

test('502: AWS refuses to simulate, and the reply names the missing permission', async () => {
  const response = await verify(apps[1], { samples: 4 })
  assert.equal(response.statusCode, 502, response.body)
  const problem = response.json<{ code: string; detail: string }>()
  assert.equal(problem.code, 'policy_simulator_silent')
  assert.match(problem.detail, /iam:SimulateCustomPolicy/)
})
