import type { SimulatedAws } from '../state.ts'
import { invalidInputError } from './errors.ts'
import { hash32 } from './hash.ts'
import { PagedMap } from './paged-map.ts'
import { organizationsState } from './state.ts'

/** Every paged list of Organizations gives at most twenty entries. */
const pageSizeMax = 20

export type PageInput = { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined }
export type PageOf<Item> = { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } }

/** What is being paged: operation and the inputs that choose the list, so that a token serves no other question. */
export type Listing = { readonly aws: SimulatedAws; readonly organizationId: string; readonly operation: string; readonly of?: string }

/**
 * One page of a list. Now and then, at random from the seed and the place, it is empty and carries a token to the same place: AWS
 * documents that, and a client that stops there loses the rest.
 */
export function readPage<Item>(map: PagedMap<Item>, listing: Listing, input: PageInput): PageOf<Item> {
  const scope = `${listing.organizationId}/${listing.operation}/${listing.of ?? ''}`
  const { cursor, isAfterEmpty } = input.NextToken === undefined ? { cursor: '', isAfterEmpty: false } : openToken(scope, input.NextToken)
  const { emptyPageEvery } = organizationsState(listing.aws).switches
  const isEmpty = emptyPageEvery > 0 && !isAfterEmpty && hash32(`${listing.aws.settings.seed}/${scope}/${cursor}`) % emptyPageEvery === 0
  if (isEmpty) return { items: [], next: { NextToken: sealToken(scope, cursor, true) } }
  const { items, next } = map.page(cursor, Math.min(input.MaxResults ?? pageSizeMax, pageSizeMax))
  return { items, next: next === undefined ? {} : { NextToken: sealToken(scope, next, false) } }
}

/** As `readPage`, for the few lists that have to be filtered. */
export function readFiltered<Item>(
  map: PagedMap<Item>,
  listing: Listing & { readonly keep: (item: Item) => boolean; readonly key: (item: Item) => string },
  input: PageInput,
): PageOf<Item> {
  const kept = new PagedMap<Item>()
  for (const item of map.values()) if (listing.keep(item)) kept.set(listing.key(item), item)
  return readPage(kept, listing, input)
}

function checksum(scope: string, body: string): string {
  return hash32(`token/${scope}/${body}`).toString(36)
}

function sealToken(scope: string, cursor: string, isAfterEmpty: boolean): string {
  const body = `${isAfterEmpty ? 'e' : 'n'}${cursor}`
  return Buffer.from(JSON.stringify([body, checksum(scope, body)])).toString('base64')
}

function openToken(scope: string, token: string): { cursor: string; isAfterEmpty: boolean } {
  const [body, sum] = parse(token)
  if (typeof body !== 'string' || sum !== checksum(scope, body)) throw invalidInputError('INVALID_NEXT_TOKEN')
  return { cursor: body.slice(1), isAfterEmpty: body.startsWith('e') }
}

function parse(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
