import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#platform/auth/actor.ts'
import { credentialsOf } from './credentials.ts'
import { AppError } from '#lib/app-error.ts'
import type { Authenticate } from './mount-route.ts'

/** Where the AWS calls go, and what a person should be told on every page. */
export type ConsoleFacts = {
  readonly endpoint: { readonly isAws: boolean; readonly address: string }
  readonly version: string
  readonly storedKeysAllowed: boolean
}

export type ConsoleOptions = {
  /** The built console; it may appear while the server runs. */
  readonly directory: string
  readonly facts: () => ConsoleFacts
}

type SessionContext = {
  readonly authenticate: Authenticate
  /** Whether a permission is worth anything to somebody whom it reaches only part of the estate for. */
  readonly worksBounded: (permission: string) => boolean
}

/**
 * Nothing but the console's own files may run, and nothing may frame it. The one hash of a style is not known in advance: Cloudscape sets
 * sizes as style attributes, so those, and no scripts, may stand inline. https://www.w3.org/TR/CSP3/
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const preparing = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Reeve</title>
<p>The console is being prepared; this page looks again by itself. If it stays, the server's log says why.</p></html>`

/** Paths that belong to programs: what is missing there is a problem document, never a page. */
const programPaths = /^\/(v1|api|scim|assets|console|openapi\.json|healthz|readyz|metrics)(\/|$)/

/**
 * Serves the built console: hashed assets for a year, the page itself never from a cache, and what the page needs to know of the person
 * and the installation at `/console/session`. The page holds no data; every fact it shows comes through the API and its permissions.
 */
export async function mountConsole(
  app: FastifyInstance,
  { directory, facts, authenticate, worksBounded }: ConsoleOptions & SessionContext,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: directory,
    serve: false,
    preCompressed: true,
    dotfiles: 'deny',
    cacheControl: false,
  })
  const hidden = { schema: { hide: true } }
  app.get('/assets/*', hidden, async (request, reply) => {
    const name = (request.params as { '*': string })['*']
    if (!/^[A-Za-z0-9_.-]+$/.test(name) || !existsSync(join(directory, 'assets', name))) return reply.callNotFound()
    return reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(`assets/${name}`)
  })
  app.get('/favicon.svg', hidden, async (_, reply) =>
    existsSync(join(directory, 'favicon.svg'))
      ? reply.header('cache-control', 'public, max-age=86400').sendFile('favicon.svg')
      : reply.callNotFound(),
  )
  app.get('/console/session', hidden, (request) =>
    authenticate(credentialsOf(request)).then((actor) => sessionOf(actor, worksBounded, facts()), toNobody),
  )
}

/** Leaves out what every route would refuse, so that no page offers it. */
function sessionOf(
  { kind, id, label, permissions, scopes }: Actor,
  worksBounded: SessionContext['worksBounded'],
  facts: ConsoleFacts,
): object {
  const isBounded = (permission: string): boolean => scopes?.has(permission) === true
  const useful = [...permissions].filter((permission) => !isBounded(permission) || worksBounded(permission))
  return {
    actor: { kind, id, ...(label === undefined ? {} : { label }) },
    permissions: useful,
    bounded: useful.filter(isBounded),
    ...facts,
  }
}

/** Not being signed in is the ordinary state of somebody who opens the page, not a failure; and a stranger learns nothing more. */
function toNobody(error: unknown): object {
  if (error instanceof AppError && error.code === 'unauthenticated') return { actor: null }
  throw error
}

/** Whether a request that no route took is a person's browser asking for a page of the console. */
export function isPageRequest(request: FastifyRequest): boolean {
  const { pathname } = new URL(request.url, 'http://reeve')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && (request.headers.accept ?? '').includes('text/html') && !programPaths.test(pathname)
}

/** The page, whatever its path: the console's router reads it. */
export function sendPage(reply: FastifyReply, directory: string): FastifyReply {
  void reply.headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-cache', 'cross-origin-opener-policy': 'same-origin' })
  if (!existsSync(join(directory, 'index.html'))) return reply.status(503).type('text/html; charset=utf-8').send(preparing)
  return reply.status(200).type('text/html; charset=utf-8').sendFile('index.html')
}
