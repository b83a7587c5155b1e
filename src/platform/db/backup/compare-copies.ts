import type { Db } from '../db.ts'
import { dumpDatabase, type DumpedTable } from './dump.ts'
import { backupErrors } from './errors.ts'

/** Reads a restored database back and compares each table's rows with what was written to it. */
export async function assertSameContents(expected: readonly DumpedTable[], db: Db): Promise<void> {
  const found = await dumpDatabase(db, { release: '', now: () => new Date(0) }, async () => undefined)
  for (const table of expected) {
    const twin = found.find(({ schema, table: name }) => schema === table.schema && name === table.table)
    if (twin?.sha256 !== table.sha256) {
      throw backupErrors.backup_differs(
        `Table ${table.table} had ${table.rows} rows; the copy has ${twin?.rows ?? 'no'} rows, or others. Do not rely on this copy.`,
      )
    }
  }
}
