import { csvRow } from '#lib/csv.ts'
import { ORG_PATH_KEY } from '#features/badges/index.ts'
import type { Db } from '#platform/db/db.ts'
import { type AccountFilter, type AccountSort, listAccounts, type SortedAccountView } from './list-accounts.ts'

const batch = 1_000
const columns: Readonly<Record<string, (account: SortedAccountView) => string | null>> = {
  accountId: ({ accountId }) => accountId,
  name: ({ name }) => name,
  status: ({ status }) => status,
  statusReason: ({ statusReason }) => statusReason,
  state: ({ state }) => state,
  orgPath: ({ orgPath }) => orgPath,
  organizationId: ({ organizationId }) => organizationId,
  email: ({ email }) => email,
  inclusion: ({ inclusion }) => inclusion,
  isManagementAccount: ({ isManagementAccount }) => String(isManagementAccount),
  ignoredUntil: ({ ignored }) => ignored?.until.toISOString() ?? null,
  ignoredReason: ({ ignored }) => ignored?.reason ?? null,
  badges: ({ badges }) =>
    badges
      .filter(({ system, key }) => !system && key !== ORG_PATH_KEY)
      .map(({ key, value }) => `${key}=${value}`)
      .join('; '),
}

type Export = { readonly filter: AccountFilter; readonly sort: AccountSort; readonly isDescending: boolean; readonly now: Date }

/**
 * Every account that matches, as CSV that no spreadsheet computes. All of it is of one moment: a sync that commits meanwhile is in none of
 * it. Only one batch of rows is held at a time, beside the text.
 */
export async function exportAccounts(db: Db, { filter, sort, isDescending, now }: Export): Promise<string> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const lines = [csvRow(Object.keys(columns))]
      for (let last: SortedAccountView | undefined; ;) {
        const position = last === undefined ? undefined : ({ key: last.sortKey, tie: last.sortTie, side: 'after' } as const)
        const rows = await listAccounts(tx, filter, { limit: batch, sort, isDescending, position, now })
        for (const row of rows) lines.push(csvRow(Object.values(columns).map((read) => read(row) ?? '')))
        if (rows.length < batch) return lines.join('')
        last = rows.at(-1)
      }
    })
}
