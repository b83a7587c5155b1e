import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createEmptyDatabase } from '#test/support/database.ts'
import { createBackup } from './create-backup.ts'
import { moveDatabase } from './move-database.ts'
import { restoreBackup } from './restore-backup.ts'
import { verifyBackup } from './verify-backup.ts'
import { type Db, openDatabase } from '../db.ts'
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts'
import { migrate } from '../migrate.ts'

const options = { release: 'test', now: () => new Date('2026-11-21T00:00:00Z') }

let root: string
before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rof-'))
  chmodSync(root, 0o755)
})
after(() => rmSync(root, { recursive: true, force: true }))

test('an embedded database is backed up, verified and replaced, and moves to a server and back', async () => {
  const file = path.join(root, 'backup.reeve')
  const server = await createEmptyDatabase()
  try {
    await withEmbedded('one', async (url) => {
      await withDb(url, async (db) => {
        await migrate(db)
        await db
          .insertInto('lease')
          .values({ key: 'from the laptop', holder: 'h', expires_at: new Date(0) })
          .execute()
        await createBackup(db, file, options)
        await db.deleteFrom('lease').execute()
      })
      await verifyBackup(file, url)
      await restoreBackup(url, file, { replace: true })
      await moveDatabase(url, server.url, options)
    })
    assert.deepEqual(await server.db.selectFrom('lease').select('key').execute(), [{ key: 'from the laptop' }])
    await withEmbedded('two', async (url) => {
      await moveDatabase(server.url, url, options)
      await withDb(url, async (db) => assert.deepEqual(await db.selectFrom('lease').select('key').execute(), [{ key: 'from the laptop' }]))
    })
  } finally {
    await server.close()
  }
})

async function withEmbedded(name: string, body: (url: string) => Promise<void>): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(root, name), binariesDir: path.join(root, 'bin') })
  try {
    await body(postgres.url)
  } finally {
    await postgres.stop()
  }
}

async function withDb(url: string, body: (db: Db) => Promise<void>): Promise<void> {
  const database = openDatabase({ url, connectionsMax: 2 })
  try {
    await body(database.db)
  } finally {
    await database.close()
  }
}
