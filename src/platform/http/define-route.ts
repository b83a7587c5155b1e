import type { z } from 'zod'
import type { ErrorSpec } from '#lib/app-error.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Permission } from '#platform/auth/permissions.ts'
import type { LineType } from './line-stream.ts'

export type RouteCall<Params, Query, Body> = {
  readonly actor: Actor
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly signal: AbortSignal
  readonly requestId: string
  /** `If-Match`, without quotes. */
  readonly ifMatch?: string
}

export type RouteSpec<Deps, Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly permission: Permission
  /**
   * `scoped`: somebody bound to a scope may call it, and is given a database that holds nothing else. `own`: it reaches only the caller.
   * Without either the permission must reach everywhere, so that a new route tells the scoped nothing by accident.
   */
  readonly reach?: 'scoped' | 'own'
  /** Why nobody bound to a scope may call it, in a sentence for docs/permissions.md; of some permissions it is true throughout (permissions.ts). */
  readonly wholeEstate?: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly reply: { readonly status: number; readonly schema: Reply }
  readonly errors: Readonly<Record<string, ErrorSpec>>
  readonly handle: (deps: Deps, call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<z.input<Reply>>
  /** Version of the reply for `ETag`; with it, GET answers `If-None-Match` with 304 and writes may ask `requireMatch`. */
  readonly etag?: (reply: z.output<Reply>) => string
  /** What of the reply the caller asked to see, or undefined for nothing (204); the `ETag` is of the whole, and weak for that reason. */
  readonly present?: (reply: z.output<Reply>, call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>) => unknown
  /** Where what was made is found from now on: the `Location` header. */
  readonly location?: (reply: z.output<Reply>) => string
  /** `scim`: replies and errors travel as RFC 7644 has them (`application/scim+json`), and other methods of the path answer 405. */
  readonly dialect?: 'scim'
  /**
   * The same as lines of text, for a caller that accepts their media type: written while they are read, so that no length is too long. Kept
   * as a file of this name, whose ending follows from the type.
   */
  readonly lines?: {
    readonly name: string
    readonly types: readonly LineType[]
    readonly write: (
      deps: Deps,
      call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>,
      type: LineType,
    ) => AsyncIterable<string>
  }
  /** The reply is text to keep as a file of this name, and not JSON. */
  readonly file?: { readonly name: string; readonly type: 'text/csv' }
  /**
   * Progress for a caller that accepts `text/event-stream`: looked at again and again until it is over, and told whenever it has changed.
   * Each look is a read of its own, with a database narrowed anew, by somebody who still may.
   */
  readonly watch?: {
    readonly everyMs: number
    readonly look: (deps: Deps, call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Glimpse>
  }
}

/** One server-sent event; `data` travels as one line of JSON. */
export type ServerEvent = { readonly event: string; readonly data: unknown; readonly id?: string }
/** What one look at something under way shows. */
export type Glimpse = ServerEvent & { readonly isOver: boolean }

/** One route as data: contract, permission and handler in one place. `platform/http/server.ts` mounts it; OpenAPI comes from the same schemas. */
export type Route<Deps = never> = {
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly permission: Permission
  readonly spec: RouteSpec<Deps, z.ZodType, z.ZodType, z.ZodType, z.ZodType>
}

/** The permission is part of the type, so a route cannot be declared without one. */
export function defineRoute<Deps, Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  spec: RouteSpec<Deps, Params, Query, Body, Reply>,
): Route<Deps> {
  return { method: spec.method, path: spec.path, summary: spec.summary, permission: spec.permission, spec }
}
