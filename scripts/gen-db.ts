/**
 * Writes `src/platform/db/tables.gen.ts` (types) and `db/schema.sql` (golden) from the migrations: migrates an empty test
 * database and reads its catalog. With `--check` it writes nothing and exits 1 when either file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describeSchema } from '#platform/db/schema/describe-schema.ts'
import { renderSchemaSql } from '#platform/db/schema/render-schema-sql.ts'
import { renderTableTypes } from '#platform/db/schema/render-table-types.ts'
import { migrate } from '#platform/db/migrate.ts'
import { createEmptyDatabase } from '#test/support/database.ts'

const root = path.resolve(import.meta.dirname, '..')
const database = await createEmptyDatabase()
try {
  await migrate(database.db)
  const schema = await describeSchema(database.db)
  const outputs = [
    ['src/platform/db/tables.gen.ts', renderTableTypes(schema)],
    ['db/schema.sql', renderSchemaSql(schema)],
  ] as const
  for (const [file, text] of outputs) await settle(file, text)
} finally {
  await database.close()
}

async function settle(file: string, text: string): Promise<void> {
  const current = await readFile(path.join(root, file), 'utf8').catch(() => '')
  if (current === text) return
  if (process.argv.includes('--check')) {
    console.error(`${file} is not what the migrations produce. Run: node scripts/gen-db.ts`)
    process.exitCode = 1
    return
  }
  await writeFile(path.join(root, file), text)
  console.error(`wrote ${file}`)
}
