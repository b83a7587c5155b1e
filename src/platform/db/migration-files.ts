import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Migration = {
  readonly version: number
  /** File name without `.sql`. */
  readonly name: string
  readonly sql: string
  readonly checksum: string
  /** The oldest release that still runs on the schema after this migration, by the number of that release's newest migration. */
  readonly compatibleFrom: number | undefined
}

/** Where this release's migrations lie: numbered SQL files, `NNNN_verb_noun.sql`. */
export const migrationsDirectory = path.resolve(import.meta.dirname, '../../../db/migrations')

/** Reads the migrations in order. A file with a bad name or a number used twice is an error, never skipped. */
export async function readMigrations(directory: string = migrationsDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(names.map(async (file) => parseMigration(file, await readFile(path.join(directory, file), 'utf8'))))
  migrations.forEach((migration, index) => {
    if (migrations[index - 1]?.version === migration.version)
      throw new Error(`Two migrations share a number: ${names[index - 1]}, ${names[index]}`)
  })
  return migrations
}

/**
 * Takes a migration apart. One that takes something away (drops, renames, changes a type, forbids what was allowed) must
 * say from which release on nothing relies on it: `-- compatible-from: NNNN`. Expand first, contract a release later.
 */
export function parseMigration(file: string, sql: string): Migration {
  const match = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)+\.sql$/.exec(file)
  if (match === null) throw new Error(`Migration ${file} is not named NNNN_verb_noun.sql`)
  const header = /^-- compatible-from: (\d{4})$/m.exec(sql)
  const compatibleFrom = header === null ? undefined : Number(header[1])
  if (compatibleFrom === undefined && takesAway(sql)) {
    throw new Error(
      `Migration ${file} takes something away that an older release may use. Add a line "-- compatible-from: NNNN" naming the first schema whose release no longer uses it.`,
    )
  }
  return {
    version: Number(match[1]),
    name: file.slice(0, -'.sql'.length),
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
    compatibleFrom,
  }
}

function takesAway(sql: string): boolean {
  const statements = sql.replace(/--[^\n]*/g, '').replace(/'(?:[^']|'')*'/g, "''")
  return /\bdrop\s+(table|column|view|type|schema|constraint\s+\S+\s+cascade)\b|\brename\b|\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b|\bset\s+not\s+null\b/i.test(
    statements,
  )
}
