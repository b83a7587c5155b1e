import type { Selector } from '#lib/selector/index.ts'

/** Who is asking, and what they may do. `kind` tells an operator on the machine from a person, a token or Reeve itself. */
export type Actor = {
  readonly kind: 'operator' | 'token' | 'person' | 'system'
  /** Stable and printable: `os:1000`, `token:<id>`, `user:<id>`, `scim:<connection>`, `system:sync`. */
  readonly id: string
  readonly permissions: ReadonlySet<string>
  /** Where a permission reaches, for those that do not reach everywhere. None: everything reaches everywhere. */
  readonly scopes?: ReadonlyMap<string, Selector>
  /** A name for people to read. */
  readonly label?: string
  /** The session of a person who signed in. */
  readonly sessionId?: string
  /** When that session ends by itself. */
  readonly sessionEndsAt?: Date
  /** The request that they ask by; none for what Reeve does of itself. */
  readonly origin?: RequestOrigin
}

/** From where, with what and by which request: what the audit trail says of each. */
export type RequestOrigin = { readonly requestId: string; readonly address: string; readonly userAgent: string | null }

/** Whether somebody may do a thing in the whole estate, and not just in part of it. */
export function holdsEverywhere({ permissions, scopes }: Pick<Actor, 'permissions' | 'scopes'>, permission: string): boolean {
  return permissions.has(permission) && scopes?.has(permission) !== true
}

export function scimActorId(connectionId: string): string {
  return `scim:${connectionId}`
}

/** The SCIM connection behind an actor; undefined for everybody else. */
export function scimConnectionOf({ kind, id }: Actor): string | undefined {
  return kind === 'token' && id.startsWith('scim:') ? id.slice('scim:'.length) : undefined
}
