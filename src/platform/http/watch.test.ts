import assert from 'node:assert/strict'
import { after, beforeEach, test, type TestContext } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { defineErrors } from '#lib/app-error.ts'
import type { Selector } from '#lib/selector/index.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { defineRoute } from './define-route.ts'
import { httpErrors } from './http-errors.ts'
import { createServer } from './server.ts'

type Deps = { readonly holds: readonly string[] }
/** So long that the caller is asked for anew before every look. */
const everyMs = 2_000
const { thing_not_found } = defineErrors({ thing_not_found: { status: 404, title: 'No such thing' } })

/** Everything as it stands now: tests change it while a stream is open. */
let world: { actor: Actor | undefined; looks: number; isOver: boolean; atLook: (look: number) => void }
const scopeOf = (id: string): Selector => ({ op: 'term', term: { kind: 'account', pattern: id } })
const viewer = (scope: Selector | undefined, ...permissions: string[]): Actor => ({
  kind: 'person',
  id: 'user:1',
  permissions: new Set(permissions),
  ...(scope === undefined ? {} : { scopes: new Map([['accounts:read', scope]]) }),
})

beforeEach(() => {
  world = { actor: viewer(scopeOf('1'), 'accounts:read'), looks: 0, isOver: false, atLook: () => undefined }
})

const route = defineRoute({
  method: 'GET',
  path: '/v1/things',
  summary: 'Things',
  permission: 'accounts:read',
  reach: 'scoped',
  reply: { status: 200, schema: z.object({}) },
  errors: { thing_not_found },
  handle: async () => ({}),
  watch: {
    everyMs,
    look: async ({ holds }: Deps) => {
      world.looks++
      world.atLook(world.looks)
      if (holds.includes('gone')) throw thing_not_found('There is no such thing.')
      return { event: 'things', data: { holds }, isOver: world.isOver }
    },
  },
})

const server = await createServer<Deps>({
  routes: [route],
  deps: { holds: ['everything'] },
  authenticate: async () => world.actor ?? Promise.reject(httpErrors.unauthenticated('Your session has ended.')),
  narrow: async (_deps, { scope }, body) => body({ holds: [scope.op === 'term' && 'pattern' in scope.term ? scope.term.pattern : '?'] }),
  log: silentLog,
  metrics: createMetrics(),
  version: '0',
  newId: () => 'request-1',
  readiness: async () => ({ isReady: true, checks: {} }),
})
after(() => server.close())

/** Follows the stream to its end; time passes as soon as there is nothing else to do. */
async function follow({ mock }: TestContext): Promise<{ status: number; events: [string, unknown][] }> {
  mock.timers.enable({ apis: ['setTimeout'] })
  const progress = { isOver: false }
  const following = server
    .inject({ url: '/v1/things', headers: { accept: 'text/event-stream' } })
    .finally(() => Object.assign(progress, { isOver: true }))
  while (!progress.isOver) {
    await nextTurn()
    mock.timers.tick(everyMs)
  }
  const { statusCode: status, body } = await following
  const blocks = body.split('\n\n').filter((block) => block.startsWith('event: '))
  const events = blocks.map((block): [string, unknown] => {
    const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? []
    return [event, JSON.parse(data)]
  })
  return { status, events }
}

const told = ({ events }: { readonly events: readonly (readonly [string, unknown])[] }) =>
  events.map(([event, data]) => [event, event === 'problem' ? (data as { code: string }).code : (data as Deps).holds.join()])

test('what has not changed is told once, and every look is narrowed to what its caller reaches', async (context) => {
  world.atLook = (look) => void (world.isOver = look === 5)
  const stream = await follow(context)
  assert.deepEqual(told(stream), [['things', '1']])
  assert.equal(world.looks, 5)
})

test('a session that is revoked while a stream is open ends the stream with the reason', async (context) => {
  world.atLook = (look) => {
    if (look === 3) world.actor = undefined
  }
  assert.deepEqual(told(await follow(context)), [
    ['things', '1'],
    ['problem', 'unauthenticated'],
  ])
  assert.equal(world.looks, 3, 'nothing was looked at for somebody who is nobody')
})

test('a role that is taken away while a stream is open ends the stream', async (context) => {
  world.atLook = (look) => {
    if (look === 2) world.actor = viewer(undefined, 'badges:read')
  }
  assert.deepEqual(told(await follow(context)).at(-1), ['problem', 'forbidden'])
})

test('a scope that changes while a stream is open narrows what is told from then on', async (context) => {
  world.atLook = (look) => {
    if (look === 2) world.actor = viewer(scopeOf('2'), 'accounts:read')
    world.isOver = look === 4
  }
  assert.deepEqual(told(await follow(context)), [
    ['things', '1'],
    ['things', '2'],
  ])
})

test('what leaves the scope while a stream is open is from then on what never was there', async (context) => {
  world.atLook = (look) => {
    if (look === 2) world.actor = viewer(scopeOf('gone'), 'accounts:read')
  }
  assert.deepEqual(told(await follow(context)).at(-1), ['problem', 'thing_not_found'])
})

test('what cannot be seen at the first look is refused like any request, without a stream', async (context) => {
  world.actor = viewer(scopeOf('gone'), 'accounts:read')
  assert.equal((await follow(context)).status, 404)
})
