import { sql } from 'kysely'
import { isSystemBadge } from '#features/badges/index.ts'
import type { Db } from '#platform/db/db.ts'
import { readOncePerChange } from '#platform/db/once-per-change.ts'

/** A badge with more values than this is told apart by typing, not by choosing. */
const valuesMax = 50
const placesMax = 2_000

export type FilterValues = {
  /** Keys that accounts have, with their values where there are few. */
  readonly badges: readonly { readonly key: string; readonly values: readonly string[] }[]
  /** Where accounts stand: `Root/Sports/Baseball`. */
  readonly places: readonly string[]
}

/** What may be completed in a filter of accounts: of all accounts that somebody sees, and not only of a page. */
export async function listFilterValues(db: Db): Promise<FilterValues> {
  const badges = await readOncePerChange(
    db,
    sql<{ key: string; values: string[] }>`
      select key, case when count(*) <= ${valuesMax}::integer then array_agg(value order by value collate "C") else '{}' end as values
      from (select distinct key, value from badge) pairs group by key order by key collate "C"`,
  )
  const places = await readOncePerChange(
    db,
    sql<{ place: string }>`
      select distinct org_path collate "C" as place from account where org_path is not null and inclusion <> 'detached' order by 1 limit ${placesMax}`,
  )
  return { badges: badges.filter(({ key }) => !isSystemBadge(key)), places: places.map(({ place }) => place) }
}
