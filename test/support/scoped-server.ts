import assert from 'node:assert/strict'
import { actionListOf } from '#features/policies/what-if/action-list.ts'
import { withinScope } from '#features/selectors/index.ts'
import { loadIamIndexOnce } from '#main/iam-actions.ts'
import { routes } from '#main/routes.gen.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import type { Db } from '#platform/db/db.ts'
import type { Route } from '#platform/http/define-route.ts'
import type { Authenticate } from '#platform/http/mount-route.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { at } from './scoped-estate.ts'

export const mountedRoutes = routes as unknown as readonly Route<{ readonly db: Db }>[]

/** Every route over a database, as the actor whose name is sent as `authorization`, or as whom `authenticate` finds. */
export async function openScopedServer(db: Db, actors: ReadonlyMap<string, Actor>, authenticate?: Authenticate) {
  const server = await createServer({
    routes: mountedRoutes,
    deps: {
      db,
      now: () => at,
      newId: () => crypto.randomUUID(),
      iamIndex: loadIamIndexOnce(),
      iamActions: () => actionListOf(['ec2:DescribeVpcs', 's3:PutObject', 'iam:ListRoles']),
      memberActions: ['iam:ListRoles'],
      sealer: createSealer(openKeyRing({ kind: 'given', text: generateMasterKey() })),
    } as never,
    authenticate:
      authenticate ?? (async ({ authorization }) => actors.get(authorization ?? '') ?? assert.fail(`nobody is called ${authorization}`)),
    narrow: (deps, bound, body) => withinScope(deps.db, bound, (narrowed) => body({ ...deps, db: narrowed })),
    log: silentLog,
    metrics: createMetrics(),
    version: '0.0.0',
    newId: () => 'request-id',
    readiness: async () => ({ isReady: true, checks: {} }),
  })
  return server
}

export type Ask = { readonly method: 'GET' | 'POST'; readonly url: string; readonly payload?: object; readonly accept?: string }

/** What to put into the parameters and bodies of routes that read. */
export type Fillings = {
  readonly organizationIds: readonly string[]
  readonly accountIds: readonly string[]
  readonly policyIds: readonly string[]
  readonly placeIds: readonly string[]
  readonly syncIds: readonly string[]
  readonly jobIds: readonly string[]
  readonly channels: readonly string[]
}

const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] })

/** Bodies of routes that only compute an answer, by path. */
const bodies: Readonly<Record<string, (fillings: Fillings) => readonly object[]>> = {
  '/v1/policies/lint': () => [{ document }],
  '/v1/policies/explain': ({ accountIds }) =>
    accountIds.flatMap((accountId) =>
      accountIds.map((other) => ({
        accountId,
        principalArn: `arn:aws:iam::${accountId}:role/someone`,
        action: 's3:PutObject',
        resource: { arn: 'arn:aws:s3:::bucket/key', accountId: other },
      })),
    ),
  '/v1/organizations/:org/what-if': ({ policyIds, placeIds, accountIds }) => {
    const targets = [...placeIds, ...accountIds]
    const on = targets.map((targetId, index) => ({ targetId, policyId: policyIds[index % policyIds.length]! }))
    return [
      ...on.flatMap((edit) => [
        { edit: { kind: 'attach', ...edit } },
        { edit: { kind: 'detach', ...edit } },
        { edit: { kind: 'attach_new', document, targetId: edit.targetId } },
      ]),
      ...policyIds.map((policyId) => ({ edit: { kind: 'edit', policyId, document } })),
      ...accountIds.map((accountId, index) => ({
        edit: { kind: 'move_account', accountId, toParentId: placeIds[index % placeIds.length]! },
      })),
      ...placeIds.map((ouId, index) => ({ edit: { kind: 'move_ou', ouId, toParentId: placeIds[(index + 2) % placeIds.length]! } })),
    ]
  },
  '/v1/organizations/:org/perimeter-matrix': () => ['account', 'ou', 'organization'].map((level) => ({ document, level })),
  '/v1/guardrails/:guardrail/render': () => [{ params: {} }],
  '/v1/badges/stage2': () => [{ dryRun: true }],
  '/v1/notifications/channels/:channel/preview': () => [{ name: 'another' }],
}

/** POSTs that change something; what they reach is another test's. A route joins this list by review. */
const writes: ReadonlySet<string> = new Set([
  '/v1/accounts/:accountId/ignore',
  '/v1/accounts/:accountId/unignore',
  '/v1/accounts/:accountId/reveal-external-id',
  '/v1/organizations/:org/attention/:id/resolve',
  '/v1/notifications/channels',
  '/v1/notifications/channels/:channel/test',
  '/v1/notifications/deliveries/:delivery/retry',
])

function valuesOf(path: string, name: string, fillings: Fillings): readonly string[] {
  if (name === 'org') return fillings.organizationIds
  if (name === 'accountId') return fillings.accountIds
  if (name === 'channel') return fillings.channels
  if (name === 'guardrail') return ['deny-leave-organization', 'no-such-guardrail']
  if (name === 'id' && path.startsWith('/v1/policies')) return fillings.policyIds
  if (name === 'id' && path.includes('/syncs/')) return fillings.syncIds
  if (name === 'id' && path.startsWith('/v1/jobs')) return fillings.jobIds
  return assert.fail(`say how to fill :${name} of ${path}`)
}

/** Every way to ask a route that people bound to a scope may ask and that changes nothing; a route that this does not know fails. */
export function asksOf({ method, path, spec }: Route<{ readonly db: Db }>, fillings: Fillings): readonly Ask[] {
  if (method !== 'GET' && method !== 'POST') return []
  if (method === 'POST' && writes.has(path)) return []
  const urls = fill(path, fillings)
  const forms = [undefined, ...(spec.watch === undefined ? [] : ['text/event-stream']), ...(spec.lines?.types ?? [])]
  if (method === 'GET') return urls.flatMap((url) => forms.map((accept) => ({ method, url, ...(accept === undefined ? {} : { accept }) })))
  const payloads = bodies[path] ?? assert.fail(`say what to ask POST ${path}, or that it writes`)
  return urls.flatMap((url) => payloads(fillings).map((payload) => ({ method, url, payload })))
}

function fill(path: string, fillings: Fillings, whole = path): string[] {
  const name = /:([A-Za-z]+)/.exec(path)?.[1]
  if (name === undefined) return [path === '/v1/organizations/kit/changes' ? `${path}?from=0` : path]
  return valuesOf(whole, name, fillings).flatMap((value) => fill(path.replace(`:${name}`, value), fillings, whole))
}
