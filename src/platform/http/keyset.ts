import { z } from 'zod'
import { httpErrors } from './http-errors.ts'

const pageSizeDefault = 100
/** One page stays below a megabyte for the widest rows we list. */
const pageSizeMax = 1000

/** Query of every list: how many, and where the last page ended. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(pageSizeMax).default(pageSizeDefault).describe('Items per page'),
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the page before'),
})

export type PageQuery = z.output<typeof pageQuery>
export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

/** Reply of every list: `nextCursor` is null on the last page. */
export function pageReply<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item).readonly(), nextCursor: z.string().nullable() })
}

/**
 * Turns `limit + 1` rows into a page. The cursor holds the last row's sort key, so rows that appear or vanish between pages neither
 * repeat nor hide others; offsets would.
 */
export function pageOf<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => readonly (string | number | null)[]): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null }
  return { items, nextCursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') }
}

/** The sort key a cursor stands for, checked against its schema; a forged or stale cursor is the caller's error. */
export function readCursor<Key extends z.ZodType>(cursor: string | undefined, key: Key): z.output<Key> | undefined {
  if (cursor === undefined) return undefined
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  const message = 'This cursor did not come from a page of this list. Start again without one.'
  throw httpErrors.invalid_input(message, { fields: [{ field: 'cursor', value: cursor, rule: 'cursor', message }] })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
