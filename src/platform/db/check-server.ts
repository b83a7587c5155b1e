import { sql } from 'kysely'
import type { Db } from './db.ts'
import { dbErrors } from './errors.ts'

/** What a server says about itself, as far as Reeve cares. */
export type ServerFacts = {
  readonly versionNumber: number
  readonly version: string
  readonly encoding: string
  readonly isReadOnly: boolean
}

/** 15: `nulls not distinct` and what pg-boss relies on. 18: the newest that the tests ran against. */
const MAJOR_MIN = 15
const MAJOR_MAX = 18

/** Asks the server what it is. A server that cannot be reached is an error that says why, without the password of its URL. */
export async function findServerFacts(db: Db): Promise<ServerFacts> {
  try {
    const found = await sql<ServerFacts>`
      select current_setting('server_version_num')::int as "versionNumber", current_setting('server_version') as version,
        pg_encoding_to_char(encoding) as encoding, pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as "isReadOnly"
      from pg_database where datname = current_database()
    `.execute(db)
    return found.rows[0]!
  } catch (cause) {
    const { code, message } = cause as { code?: string; message?: string }
    throw dbErrors.database_unreachable(
      `The database cannot be reached: ${message ?? 'no reason given'}${code === undefined ? '' : ` (${code})`}. Check DATABASE_URL, and that the server is running and accepts connections from here.`,
      { cause },
    )
  }
}

/** Refuses a server that Reeve cannot keep its promises on, saying what to do. */
export function assertServerSuits(facts: ServerFacts): void {
  const major = Math.floor(facts.versionNumber / 10_000)
  if (major < MAJOR_MIN || major > MAJOR_MAX) {
    throw dbErrors.database_version_unsupported(
      `DATABASE_URL leads to PostgreSQL ${facts.version}; Reeve needs ${MAJOR_MIN} to ${MAJOR_MAX}. ${major < MAJOR_MIN ? 'Upgrade the server' : 'Use an older server, or a newer Reeve'}, or unset DATABASE_URL to use the embedded one.`,
    )
  }
  if (facts.encoding !== 'UTF8') {
    throw dbErrors.database_encoding_unsupported(
      `The database has encoding ${facts.encoding}; account names need UTF8. Create it with: create database reeve encoding 'UTF8' template template0;`,
    )
  }
  if (facts.isReadOnly) {
    throw dbErrors.database_read_only('DATABASE_URL leads to a replica or a read-only server. Point it at the primary.')
  }
}
