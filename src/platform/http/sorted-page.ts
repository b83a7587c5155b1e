import { z } from 'zod'
import { httpErrors } from './http-errors.ts'
import { pageQuery, readCursor } from './keyset.ts'

/** The parts of a `SortPosition` that a cursor carries, with the order it belongs to. */
type Position = { readonly key: string; readonly tie: string; readonly side: 'after' | 'before' }
const cursorKey = z.tuple([z.string(), z.string(), z.string(), z.enum(['after', 'before'])])

/** Query of a list that is sorted on the server; `sort=name` goes up, `sort=-name` down. */
export function sortedQuery<const Names extends readonly [string, ...string[]]>(names: Names) {
  const sorts = names.flatMap((name) => [name, `-${name}`]) as [Names[number], ...`-${Names[number]}`[]]
  return pageQuery.extend({
    sort: z.enum(sorts).optional().describe('Column to sort by; with a minus the other way round'),
    total: z.enum(['true', 'false']).optional().describe('Also count what matches, on all pages together'),
  })
}

/** Reply of a sorted list: cursors of the pages on both sides, null where there is none; the total where it was asked for. */
export function sortedReply<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item).readonly(),
    nextCursor: z.string().nullable(),
    prevCursor: z.string().nullable(),
    total: z.number().int().nullable().describe('What matches on all pages together; null unless asked for with total=true'),
  })
}

/** The column, the direction and, with a cursor, the position that a query asks for. A cursor of another order is the caller's error. */
export function readSort<Name extends string>(
  { sort, cursor }: { readonly sort?: Name | `-${Name}` | undefined; readonly cursor?: string | undefined },
  fallback: Name | `-${Name}`,
): { readonly name: Name; readonly isDescending: boolean; readonly position: Position | undefined } {
  const asked = sort ?? fallback
  const isDescending = asked.startsWith('-')
  const order = { name: (isDescending ? asked.slice(1) : asked) as Name, isDescending }
  const read = readCursor(cursor, cursorKey)
  if (read === undefined) return { ...order, position: undefined }
  const [of, key, tie, side] = read
  if (of === asked) return { ...order, position: { key, tie, side } }
  const message = `This cursor is of a list sorted by ${of}. Start again without one.`
  throw httpErrors.invalid_input(message, { fields: [{ field: 'cursor', value: cursor, rule: 'cursor', message }] })
}

type SortedRow = { readonly sortKey: string; readonly sortTie: string }

/** Turns `limit + 1` rows, in the order that the query gave them, into a page with cursors to both sides. */
export function sortedPage<Row extends SortedRow>(
  rows: readonly Row[],
  { limit, sort, position }: { readonly limit: number; readonly sort: string; readonly position: Position | undefined },
): { readonly items: readonly Row[]; readonly nextCursor: string | null; readonly prevCursor: string | null } {
  const isReversed = position?.side === 'before'
  const found = rows.slice(0, limit)
  const items = isReversed ? found.toReversed() : found
  const hasMore = rows.length > limit
  const cursor = (row: SortedRow | undefined, side: 'after' | 'before'): string | null =>
    row === undefined ? null : Buffer.from(JSON.stringify([sort, row.sortKey, row.sortTie, side])).toString('base64url')
  return {
    items,
    // Coming from a position, the side one came from has at least the row of that position.
    nextCursor: hasMore || isReversed ? cursor(items.at(-1), 'after') : null,
    prevCursor: (isReversed ? hasMore : position !== undefined) ? cursor(items[0], 'before') : null,
  }
}
