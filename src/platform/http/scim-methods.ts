import type { FastifyInstance } from 'fastify'
import type { Route } from './define-route.ts'
import { sendScimError } from './error-reply.ts'
import { httpErrors } from './http-errors.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export function isScimPath(url: string): boolean {
  return url.startsWith('/scim/')
}

/** Of a path that directories know, a method that it does not take answers 405 and names those that it does (RFC 9110, 15.5.6). */
export function refuseOtherMethods<Deps>(app: FastifyInstance, routes: readonly Route<Deps>[]): void {
  const scim = routes.filter(({ spec }) => spec.dialect === 'scim')
  for (const path of new Set(scim.map((route) => route.path))) {
    const allowed = scim.filter((route) => route.path === path).map(({ method }) => method)
    app.route({
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
}
