import { createHash } from 'node:crypto'

export type Page<Item> = { readonly items: readonly Item[]; readonly nextToken?: string }
export type PageRequest = {
  /** What the token belongs to: operation and its other parameters. A token used with another scope is invalid. */
  readonly scope: string
  readonly token?: string | undefined
  readonly size: number
}

/** One page as AWS gives it, with an opaque token bound to the question; `'invalid_token'` for a token of another question or none of ours. */
export function pageOf<Item>(all: readonly Item[], request: PageRequest): Page<Item> | 'invalid_token' {
  const start = request.token === undefined ? 0 : offsetOf(request.token, request.scope)
  if (start === undefined) return 'invalid_token'
  const end = start + request.size
  const items = all.slice(start, end)
  return end < all.length ? { items, nextToken: tokenFor(end, request.scope) } : { items }
}

function tokenFor(offset: number, scope: string): string {
  return Buffer.from(`${offset}.${digestOf(offset, scope)}`).toString('base64')
}

function offsetOf(token: string, scope: string): number | undefined {
  const [offsetText = '', digest] = Buffer.from(token, 'base64').toString('latin1').split('.')
  const offset = Number(offsetText)
  return Number.isSafeInteger(offset) && offset > 0 && digest === digestOf(offset, scope) ? offset : undefined
}

function digestOf(offset: number, scope: string): string {
  return createHash('sha256').update(`page/${offset}/${scope}`).digest('base64url').slice(0, 43)
}
