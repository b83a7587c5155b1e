import type { FastifyInstance } from 'fastify'
import { holdsEverywhere } from '#platform/auth/actor.ts'
import type { Permission } from '#platform/auth/permissions.ts'
import type { Metrics } from '#platform/log/metrics.ts'
import { credentialsOf } from './credentials.ts'
import { httpErrors } from './http-errors.ts'
import type { Authenticate } from './mount-route.ts'

/** `reason` says what is missing, in words that tell an operator where to look and a stranger nothing. */
export type Readiness = {
  readonly isReady: boolean
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly reason?: string }>>
}

type HealthOptions = {
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Metrics
  readonly authenticate: Authenticate
  readonly isMetricsPublic?: boolean
}

const metricsPermission: Permission = 'system:read'

/** `/healthz` says that the process answers; `/readyz` that it can do its work; `/metrics` needs `system:read` unless made public. */
export function mountHealth(app: FastifyInstance, { readiness, metrics, authenticate, isMetricsPublic = false }: HealthOptions): void {
  const hidden = { schema: { hide: true } }
  app.get('/healthz', hidden, async () => ({ status: 'ok' }))
  app.get('/readyz', hidden, async (_, reply) => {
    const { isReady, checks } = await readiness()
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not_ready', checks })
  })
  app.get('/metrics', hidden, async (request, reply) => {
    if (!isMetricsPublic) {
      const actor = await authenticate(credentialsOf(request))
      if (!holdsEverywhere(actor, metricsPermission)) throw httpErrors.forbidden(`This needs the permission ${metricsPermission}.`)
    }
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.render())
  })
}
