import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { AppError, FieldError } from '#lib/app-error.ts'
import type { Selector } from '#lib/selector/index.ts'
import type { Actor, RequestOrigin } from '#platform/auth/actor.ts'
import type { Credentials } from '#platform/auth/authenticate.ts'
import { credentialsOf } from './credentials.ts'
import type { Route, RouteCall, RouteSpec } from './define-route.ts'
import { sendScimError } from './error-reply.ts'
import { formatEtag, formatWeakEtag, parseEtag } from './etag.ts'
import { eventStream } from './event-stream.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { httpErrors } from './http-errors.ts'
import { acceptedLineType, lineStream } from './line-stream.ts'
import { scimMediaType } from './scim-error.ts'
import { watch } from './watch.ts'

/** Who is asking. Throws `unauthenticated` or `insecure_transport`; never answers an actor it is not sure of. */
export type Authenticate = (request: Credentials) => Promise<Actor>

/** `closing` ends streams when the server shuts down; ordinary requests are left to finish. */
type MountContext<Deps> = {
  readonly deps: Deps
  readonly authenticate: Authenticate
  readonly closing: AbortSignal
  readonly narrow?: Narrow<Deps>
  readonly onRefusal?: OnRefusal
}

/** A write that its caller may not make. Told before the refusal is answered, so that none goes unrecorded. */
export type Refusal = {
  readonly actor: Actor
  readonly method: string
  readonly path: string
  readonly target: string
  readonly code: string
}
export type OnRefusal = (refusal: Refusal) => Promise<void>

/** Runs `body` with deps that hold nothing beyond the scope, and of what belongs to somebody only what is the actor's. */
export type Narrow<Deps> = <T>(
  deps: Deps,
  bound: { readonly scope: Selector; readonly actorId: string },
  body: (narrowed: Deps) => Promise<T>,
) => Promise<T>

type AnySpec<Deps> = RouteSpec<Deps, z.ZodType, z.ZodType, z.ZodType, z.ZodType>

/**
 * Mounts one declared route. The order is fixed: who asks, whether they may, whether the input holds (path, query and body together, so
 * that every fault is told at once), then the handler. The body is not even parsed for someone who may not call the route.
 */
export function mountRoute<Deps>(
  app: FastifyInstance,
  route: Route<Deps>,
  { deps, authenticate, closing, narrow, onRefusal }: MountContext<Deps>,
): void {
  const { spec } = route
  app.route({
    method: spec.method,
    url: spec.path,
    schema: openApiOf(spec),
    ...(spec.dialect === 'scim' ? { errorHandler: sendScimError } : {}),
    onRequest: async (request) => {
      const actor = await actorOf(authenticate, request)
      request.actor = actor
      const refusal = refusalOf(spec, actor)
      if (refusal === undefined) return
      const { method, path } = spec
      if (method !== 'GET') await onRefusal?.({ actor, method, path, target: targetOf(request), code: refusal.code })
      throw refusal
    },
    handler: async (request, reply) => {
      const call = readCall(spec, request, reply)
      const within = async <T>(actor: Actor, body: (narrowed: Deps) => Promise<T>): Promise<T> => {
        const scope = spec.reach === 'scoped' ? actor.scopes?.get(spec.permission) : undefined
        if (scope === undefined) return body(deps)
        // Without a way to narrow, nothing is narrow enough.
        if (narrow === undefined) throw httpErrors.beyond_scope('This server serves nobody bound to a scope.')
        return narrow(deps, { scope, actorId: actor.id }, body)
      }
      const lineType = spec.lines && acceptedLineType(request.headers.accept, spec.lines.types)
      if (spec.lines !== undefined && lineType !== undefined) {
        const { name, write } = spec.lines
        const signal = AbortSignal.any([call.signal, closing])
        const body = lineStream((fill) => within(call.actor, (narrowed) => fill(write(narrowed, call, lineType))), signal)
        const ending = lineType === 'text/csv' ? 'csv' : 'jsonl'
        return reply.type(`${lineType}; charset=utf-8`).header('content-disposition', `attachment; filename="${name}.${ending}"`).send(body)
      }
      if (spec.watch === undefined || !acceptsEvents(request)) {
        const result = spec.reply.schema.parse(await within(call.actor, (narrowed) => spec.handle(narrowed, call)))
        return answer(spec, { call, request, reply, result })
      }
      const { everyMs, look } = spec.watch
      const signal = AbortSignal.any([call.signal, closing])
      let { actor } = call
      const readmit = async (): Promise<void> => {
        actor = await actorOf(authenticate, request)
        const refusal = refusalOf(spec, actor)
        if (refusal !== undefined) throw refusal
      }
      const lookNow = () => within(actor, (narrowed) => look(narrowed, { ...call, actor, signal }))
      const first = await lookNow()
      const events = watch({ first, everyMs, readmit, look: lookNow, requestId: request.id, signal })
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(eventStream(events, signal))
    },
  })
}

async function actorOf(authenticate: Authenticate, request: FastifyRequest): Promise<Actor> {
  return { ...(await authenticate(credentialsOf(request))), origin: originOf(request) }
}

function refusalOf<Deps>({ permission, reach }: AnySpec<Deps>, actor: Actor): AppError | undefined {
  if (!actor.permissions.has(permission))
    return httpErrors.forbidden(`This needs the permission ${permission}, which ${actor.id} does not have.`)
  if (reach === undefined && actor.scopes?.has(permission) === true)
    return httpErrors.beyond_scope(`This tells of the whole estate, and ${permission} reaches only part of it for ${actor.id}.`)
  return undefined
}

function originOf(request: FastifyRequest): RequestOrigin {
  // A caller over a socket file has no address.
  return { requestId: request.id, address: request.ip ?? 'local', userAgent: request.headers['user-agent'] ?? null }
}

/** The path as it was asked for, without the query; the length that the router allows bounds it. */
function targetOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? url
}

function readCall<Deps>(spec: AnySpec<Deps>, request: FastifyRequest, reply: FastifyReply): RouteCall<unknown, unknown, unknown> {
  const faults: FieldError[] = []
  const params = read(spec.params, request.params, faults)
  const query = read(spec.query, request.query, faults)
  const body = read(spec.body, request.body ?? {}, faults)
  if (spec.body === undefined && hasContent(request.body))
    faults.push({ field: '(whole)', rule: 'no_body', message: 'This route takes no body.' })
  if (spec.query === undefined && hasContent(request.query)) faults.push(...unknownQuery(request.query))
  if (faults.length > 0)
    throw httpErrors.invalid_input(faults.map(({ field, message }) => `${field}: ${message}`).join(' '), { fields: faults })

  const aborted = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) aborted.abort(new Error('the caller went away'))
  })
  const ifMatch = parseEtag(request.headers['if-match'])
  return {
    actor: request.actor as Actor,
    params,
    query,
    body,
    signal: aborted.signal,
    requestId: request.id,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  }
}

function read(schema: z.ZodType | undefined, input: unknown, faults: FieldError[]): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  faults.push(...fieldErrorsOf(parsed.error, input))
  return undefined
}

function hasContent(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function unknownQuery(query: object): FieldError[] {
  return Object.keys(query).map((field) => ({ field, rule: 'unknown_field', message: `There is no query parameter ${field} here.` }))
}

function acceptsEvents(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/event-stream') ?? false
}

function answer<Deps>(
  spec: AnySpec<Deps>,
  {
    call,
    request,
    reply,
    result,
  }: { call: RouteCall<unknown, unknown, unknown>; request: FastifyRequest; reply: FastifyReply; result: unknown },
): FastifyReply {
  if (spec.etag !== undefined) {
    const version = spec.etag(result)
    void reply.header('etag', spec.present === undefined ? formatEtag(version) : formatWeakEtag(version))
    if (request.method === 'GET' && parseEtag(request.headers['if-none-match']) === version) return reply.status(304).send()
  }
  if (spec.location !== undefined) void reply.header('location', spec.location(result))
  const shown = spec.present === undefined ? result : spec.present(result, call)
  if (spec.reply.status === 204 || shown === undefined) return reply.status(204).send()
  void reply.status(spec.reply.status)
  if (spec.file !== undefined) {
    void reply.header('content-disposition', `attachment; filename="${spec.file.name}"`)
    return reply.type(`${spec.file.type}; charset=utf-8`).send(shown)
  }
  return reply.type(spec.dialect === 'scim' ? scimMediaType : 'application/json; charset=utf-8').send(JSON.stringify(shown))
}

const { unauthenticated, forbidden, beyond_scope, invalid_input } = httpErrors
const errorsOfEveryRoute = { unauthenticated, forbidden, beyond_scope, invalid_input }

function openApiOf<Deps>(spec: AnySpec<Deps>): object {
  return {
    summary: spec.summary,
    tags: [spec.dialect ?? spec.path.split('/')[2] ?? 'reeve'],
    operationId: operationIdOf(spec),
    security: [{ token: [] }],
    'x-reeve-permission': spec.permission,
    ...(spec.dialect === undefined ? {} : { 'x-reeve-dialect': spec.dialect }),
    ...(spec.file === undefined ? {} : { 'x-reeve-media-type': spec.file.type }),
    ...(spec.lines === undefined ? {} : { 'x-reeve-line-types': spec.lines.types }),
    'x-reeve-errors': Object.fromEntries(
      Object.entries({ ...errorsOfEveryRoute, ...spec.errors }).map(([code, { status, title }]) => [code, { status, title }]),
    ),
    ...(spec.params === undefined ? {} : { params: spec.params }),
    ...(spec.query === undefined ? {} : { querystring: spec.query }),
    ...(spec.body === undefined ? {} : { body: spec.body }),
    response: { [spec.reply.status]: spec.reply.schema },
  }
}

/** `GET /v1/organizations/:id/tree` → `getOrganizationsByIdTree`: stable while the path is. */
function operationIdOf({ method, path }: { method: string; path: string }): string {
  const words = path
    .split('/')
    .slice(2)
    .map((part) => (part === 'v2' ? 'scim' : part.startsWith(':') ? `by-${part.slice(1)}` : part.replace('.', '')))
  return [method.toLowerCase(), ...words].join('-').replaceAll(/[-_]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
