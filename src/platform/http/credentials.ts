import type { FastifyRequest } from 'fastify'
import type { Credentials } from '#platform/auth/authenticate.ts'

/** What of a request `authenticate` judges. */
export function credentialsOf({ headers, method }: FastifyRequest): Credentials {
  const site = headers['sec-fetch-site']
  return {
    authorization: headers.authorization,
    cookie: headers.cookie,
    method,
    origin: headers.origin,
    host: headers.host,
    secFetchSite: typeof site === 'string' ? site : undefined,
  }
}
