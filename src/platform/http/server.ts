import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Actor } from '#platform/auth/actor.ts'
import type { Log } from '#platform/log/log.ts'
import type { Metrics } from '#platform/log/metrics.ts'
import { type ConsoleOptions, isPageRequest, mountConsole, sendPage } from './console-files.ts'
import type { Route } from './define-route.ts'
import { sendError, sendScimError } from './error-reply.ts'
import { mountHealth, type Readiness } from './health.ts'
import { httpErrors } from './http-errors.ts'
import { type Authenticate, mountRoute, type Narrow, type OnRefusal } from './mount-route.ts'
import { mountSignIn, type SignInMount } from './mount-sign-in.ts'
import { documentRoutes } from './openapi.ts'
import { isScimPath, mountScim } from './scim-scope.ts'

/** A megabyte holds the largest policy document and a thousand account ids with room to spare. */
const bodyBytesMax = 1_048_576
/** A client that sends its headers and body slower than this is not one of ours. */
const requestTimeoutMs = 60_000

declare module 'fastify' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged into Fastify's
  interface FastifyRequest {
    actor: Actor | null
    failure: { readonly code: string; readonly internal: object; readonly cause?: unknown } | null
  }
}

export type ServerOptions<Deps> = {
  readonly routes: readonly Route<Deps>[]
  readonly deps: Deps
  readonly authenticate: Authenticate
  /** How deps are narrowed to a scope; without it nobody bound to one is served. */
  readonly narrow?: Narrow<Deps>
  /** Writes down a write that was refused for want of permission. */
  readonly onRefusal?: OnRefusal
  /** Where people sign in. Absent where only programs call. */
  readonly people?: SignInMount
  readonly log: Log
  readonly metrics: Metrics
  readonly version: string
  readonly newId: () => string
  /** What `/readyz` says; each check names itself and why it is not ready. */
  readonly readiness: () => Promise<Readiness>
  /** Prometheus may scrape without a token. Off unless the operator says so: label values tell about the estate. */
  readonly isMetricsPublic?: boolean
  /** One proxy stands in front: the caller's address is the last that it names, so that locks hit the caller and not the proxy. */
  readonly isBehindProxy?: boolean
  readonly tls?: { readonly cert: string; readonly key: string }
  /** The web console. Absent where only programs call, as for a command's own server. */
  readonly console?: ConsoleOptions
}

/**
 * The whole HTTP face: declared routes, `/openapi.json`, `/healthz`, `/readyz`, `/metrics`. Every reply carries its request id and the
 * security headers, every request ends in one log line, and every error is problem+json.
 */
export async function createServer<Deps>(options: ServerOptions<Deps>): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    ...(options.isBehindProxy === true ? { trustProxy: (_address: string, hop: number) => hop === 0 } : {}),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 500 },
    genReqId: (request) => acceptedId(request.headers['x-request-id']) ?? options.newId(),
    return503OnClosing: true,
    ...(options.tls === undefined ? {} : { https: { ...options.tls, minVersion: 'TLSv1.2' as const } }),
  }) as unknown as FastifyInstance
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.setErrorHandler(sendError)
  app.setNotFoundHandler((request, reply) =>
    options.console !== undefined && isPageRequest(request)
      ? sendPage(reply, options.console.directory)
      : (isScimPath(request.url) ? sendScimError : sendError)(
          httpErrors.not_found(`There is nothing at ${request.method} ${request.url.split('?')[0]}.`),
          request,
          reply,
        ),
  )
  app.decorateRequest('actor', null)
  app.decorateRequest('failure', null)
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...securityHeaders, ...(options.tls === undefined ? {} : strictTransport), 'x-request-id': request.id })
  })
  app.addHook('onResponse', async (request, reply) =>
    recordRequest(options, request, { status: reply.statusCode, durationMs: reply.elapsedTime }),
  )

  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort(new Error('the server is stopping')))

  await documentRoutes(app, options.version)
  const bounded = new Set(options.routes.flatMap(({ permission, spec }): string[] => (spec.reach === undefined ? [] : [permission])))
  if (options.console !== undefined)
    await mountConsole(app, {
      ...options.console,
      authenticate: options.authenticate,
      worksBounded: (permission) => bounded.has(permission),
    })
  await app.register(async (mounted) => {
    const mount = (scope: FastifyInstance, route: Route<Deps>): void => mountRoute(scope, route, { ...options, closing: closing.signal })
    for (const route of options.routes) if (route.spec.dialect === undefined) mount(mounted, route)
    await mountScim(mounted, options.routes, mount)
    mountHealth(mounted, options)
    if (options.people !== undefined) mountSignIn(mounted, options.people)
    mounted.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  })
  await app.ready()
  return app
}

/** An API has nothing to run, frame, sniff or cache. https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html */
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}
const strictTransport = { 'strict-transport-security': 'max-age=31536000' }

/** A caller's own id helps to follow a request through a proxy, but only in a form that cannot break a log line. */
function acceptedId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[A-Za-z0-9._:-]{8,100}$/.test(header) ? header : undefined
}

/** One wide event per request, and its two metrics. The route's pattern, not its URL, so that ids stay out of labels. */
function recordRequest<Deps>(
  { log, metrics }: ServerOptions<Deps>,
  request: FastifyRequest,
  { status, durationMs }: { status: number; durationMs: number },
): void {
  const route = request.routeOptions.url ?? '(none)'
  const labels = { method: request.method, route, status }
  metrics.count('reeve_http_requests_total', 'HTTP requests by route and status', labels)
  metrics.observe('reeve_http_request_seconds', 'Time to answer', durationMs / 1000, { method: request.method, route })
  const fields = {
    requestId: request.id,
    method: request.method,
    route,
    path: request.url.split('?')[0],
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    actor: request.actor?.id ?? null,
  }
  const { failure } = request
  if (status >= 500) log.error({ ...fields, code: failure?.code, ...failure?.internal, err: failure?.cause }, 'request failed')
  else if (route === '/healthz' || route === '/readyz' || route === '/metrics') log.debug(fields, 'request')
  else log.info({ ...fields, ...(failure === null ? {} : { code: failure.code, ...failure.internal }) }, 'request')
}
