import type { FastifyInstance } from 'fastify'
import type { Route } from './define-route.ts'
import { sendScimError } from './error-reply.ts'
import { httpErrors } from './http-errors.ts'
import { scimMediaType } from './scim-error.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export function isScimPath(url: string): boolean {
  return url.startsWith('/scim/')
}

/**
 * Mounts what directories speak to in a scope of its own. Bodies come as SCIM or as plain JSON (RFC 7644, 3.1), and an empty one is none:
 * Okta and Entra ID name a media type on every request. Of a known path, a method that it does not take answers 405 and names those that
 * it does (RFC 9110, 15.5.6).
 */
export async function mountScim<Deps>(
  app: FastifyInstance,
  routes: readonly Route<Deps>[],
  mount: (scope: FastifyInstance, route: Route<Deps>) => void,
): Promise<void> {
  const scim = routes.filter(({ spec }) => spec.dialect === 'scim')
  await app.register(async (scope) => {
    const parse = scope.getDefaultJsonParser('error', 'error')
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser<string>([scimMediaType, 'application/json'], { parseAs: 'string' }, (request, body, done) =>
      body === '' ? done(null, undefined) : parse(request, body, done),
    )
    for (const route of scim) mount(scope, route)
    for (const path of new Set(scim.map((route) => route.path)))
      refuseOthers(scope, { path, allowed: scim.filter((route) => route.path === path).map(({ method }) => method) })
  })
}

function refuseOthers(scope: FastifyInstance, { path, allowed }: { readonly path: string; readonly allowed: readonly string[] }): void {
  scope.route({
    method: methods.filter((method) => !allowed.includes(method)),
    url: path,
    schema: { hide: true },
    errorHandler: sendScimError,
    onRequest: async (request, reply) => {
      void reply.header('allow', allowed.join(', '))
      throw httpErrors.method_not_allowed(`${path} takes ${allowed.join(', ')}, not ${request.method}.`)
    },
    handler: () => undefined,
  })
}
