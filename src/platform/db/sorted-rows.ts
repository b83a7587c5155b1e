import { type RawBuilder, sql } from 'kysely'

/** What a list is sorted by: an expression that is never null, and its type. Text is compared by its code points, the same on every server. */
export type SortKey = { readonly by: RawBuilder<unknown>; readonly type: 'text' | 'bigint' | 'timestamptz' }

/** Where a page ended or began: the sort key of that row as PostgreSQL writes it, and what tells rows with the same key apart. */
export type SortPosition = { readonly key: string; readonly tie: string; readonly side: 'after' | 'before' }

export type SortedRows = {
  /** The rows beyond the position. */
  readonly condition: RawBuilder<boolean>
  readonly order: RawBuilder<unknown>
  /** The same order over `sortKey` and `sortTie`, for a query around the page. */
  readonly outerOrder: RawBuilder<unknown>
  /** `sortKey` and `sortTie`, which the next position is made of. */
  readonly columns: RawBuilder<unknown>
  /** The rows come from the position backwards: turn them round before showing them. */
  readonly isReversed: boolean
}

/** The parts of a query for one page in a stable order: rows with the same key follow each other by `tie`, which must be unique. */
export function sortRows({
  key,
  tie,
  isDescending,
  position,
}: {
  readonly key: SortKey
  readonly tie: RawBuilder<unknown>
  readonly isDescending: boolean
  readonly position: SortPosition | undefined
}): SortedRows {
  const isReversed = position?.side === 'before'
  const goesDown = isDescending !== isReversed
  const by = key.type === 'text' ? sql`(${key.by}) collate "C"` : key.by
  const last = sql`(${tie}) collate "C"`
  const order = goesDown ? sql`${by} desc, ${last} desc` : sql`${by}, ${last}`
  const outer = { key: sql`"sortKey"${sql.raw(key.type === 'text' ? ' collate "C"' : `::${key.type}`)}`, tie: sql`"sortTie" collate "C"` }
  const outerOrder = goesDown ? sql`${outer.key} desc, ${outer.tie} desc` : sql`${outer.key}, ${outer.tie}`
  const columns = sql`(${key.by})::text as "sortKey", ${tie} as "sortTie"`
  if (position === undefined) return { condition: sql`true`, order, outerOrder, columns, isReversed }
  const at = sql`(${position.key}::${sql.raw(key.type)}, ${position.tie}::text)`
  return { condition: goesDown ? sql`(${by}, ${last}) < ${at}` : sql`(${by}, ${last}) > ${at}`, order, outerOrder, columns, isReversed }
}
