import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Database, openDatabase } from '../db.ts'
import { backupErrors } from './errors.ts'

/** Runs `body` with an empty database of its own on the server of `url`, and drops it afterwards whatever happens. */
export async function withScratchDatabase<T>(url: string, body: (scratch: Database) => Promise<T>): Promise<T> {
  const name = `reeve_scratch_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await create(admin, name)
    const scratch = openDatabase({ url: withDatabaseName(url, name), connectionsMax: 2, applicationName: 'reeve-scratch' })
    try {
      return await body(scratch)
    } finally {
      await scratch.close()
      await admin.query(`drop database if exists ${name} with (force)`)
    }
  } finally {
    await admin.end()
  }
}

/** The same server, another database. */
function withDatabaseName(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)(?:\/[^?]*)?/, `$1/${name}`)
}

async function create(admin: pg.Client, name: string): Promise<void> {
  try {
    await admin.query(`create database ${name} encoding 'UTF8' template template0`)
  } catch (cause) {
    throw backupErrors.scratch_database_refused(
      `The server refused a scratch database: ${(cause as Error).message}. Verifying restores the backup for real; let the role create databases (alter role … createdb), or verify against another server.`,
      { cause },
    )
  }
}
