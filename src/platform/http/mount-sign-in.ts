import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '#lib/app-error.ts'
import type { SignIn } from '#platform/auth/sign-in.ts'
import { type SignInEndpoint, signInEndpoints } from '#platform/auth/sign-in-endpoints.ts'
import { assertSameSite } from '#platform/auth/same-site.ts'
import { credentialsOf } from './credentials.ts'
import { fieldErrorsOf } from './field-errors.ts'
import { httpErrors } from './http-errors.ts'

export type SignInMount = {
  readonly signIn: SignIn
  /** True where passwords would cross a network in clear text; they are refused there. */
  readonly isTransportExposed: boolean
  /** Where people reach this server, when a proxy in front of it asks under another name. */
  readonly publicHost?: string | undefined
}

/** Mounts the listed endpoints and nothing else: what the library also knows stays unreachable, and is 404 like any other path. */
export function mountSignIn(app: FastifyInstance, { signIn, isTransportExposed, publicHost }: SignInMount): void {
  for (const endpoint of signInEndpoints) {
    app.route({
      method: endpoint.method,
      url: `/api/auth${endpoint.path}`,
      schema: { hide: true },
      onRequest: async (request) => {
        if (isTransportExposed)
          throw httpErrors.insecure_transport(
            'This server listens on a network without TLS, so nobody can sign in here: see docs/configuration.md.',
          )
        if (endpoint.method !== 'GET') assertSameSite({ ...credentialsOf(request), publicHost })
      },
      handler: async (request, reply) => {
        const { body, search } = readInput(endpoint, request)
        const { pathname } = new URL(request.url, 'http://reeve')
        const answered = await signIn.handle(endpoint, {
          path: pathname.slice('/api/auth'.length),
          search,
          body,
          cookie: request.headers.cookie,
          userAgent: request.headers['user-agent'],
          address: request.ip,
          requestId: request.id,
        })
        return send(reply, answered)
      },
    })
  }
}

function readInput(endpoint: SignInEndpoint, request: FastifyRequest): { readonly body: unknown; readonly search: string } {
  const faults: FieldError[] = []
  const body = endpoint.body?.safeParse(request.body ?? {})
  if (body?.success === false) faults.push(...fieldErrorsOf(body.error, {}))
  const query = endpoint.query?.safeParse(request.query)
  if (query?.success === false) faults.push(...fieldErrorsOf(query.error, {}))
  if (faults.length > 0) {
    // Never with the values: one of them is a password.
    const fields = faults.map(({ field, rule, message }) => ({ field, rule, message }))
    throw httpErrors.invalid_input(fields.map(({ field, message }) => `${field}: ${message}`).join(' '), { fields })
  }
  const search = query === undefined ? '' : `?${new URLSearchParams(Object.entries(query.data as Record<string, string>)).toString()}`
  return { body: body?.data, search }
}

const passedOn = ['content-type', 'location']

function send(reply: FastifyReply, answered: Awaited<ReturnType<SignIn['handle']>>): FastifyReply {
  for (const name of passedOn) {
    const value = answered.headers.get(name)
    if (value !== null) void reply.header(name, value)
  }
  const cookies = answered.headers.getSetCookie()
  if (cookies.length > 0) void reply.header('set-cookie', cookies)
  return reply
    .status(answered.status)
    .serializer((payload: unknown) => String(payload))
    .send(answered.body)
}
