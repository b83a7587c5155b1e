import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readFile, utimes } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Database, openDatabase } from '#platform/db/db.ts'
import { readMigrations } from '#platform/db/migration-files.ts'
import { migrate } from '#platform/db/migrate.ts'
import { installQueueSchema } from '#platform/jobs/boss.ts'

export type TestDatabase = Database

/**
 * A migrated database of its own, cloned from a template in about 30 ms. It stands on one embedded cluster that all test
 * files and processes of this user share, started by the first and gone two minutes after the last; or, with
 * REEVE_TEST_DATABASE_URL, on the server named there.
 */
export async function createTestDatabase(options: { readonly connectionsMax?: number } = {}): Promise<TestDatabase> {
  const adminUrl = await ensureServer()
  const template = await ensureTemplate(adminUrl)
  return openClone(adminUrl, `create database %I template ${template}`, options.connectionsMax)
}

/** Like `createTestDatabase`, but without any table: for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return openClone(await ensureServer(), `create database %I template template0`, undefined)
}

/** Runs `body` with a migrated database of its own, which is dropped afterwards whatever happens. */
export async function withTestDatabase<T>(body: (database: TestDatabase) => Promise<T>): Promise<T> {
  const database = await createTestDatabase()
  try {
    return await body(database)
  } finally {
    await database.close()
  }
}

/** The server that test databases are made on; starts the shared cluster when needed. */
export async function ensureServer(): Promise<string> {
  const given = process.env['REEVE_TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return given
  // Asked every time: the keeper may have ended since, if this process did without a database for long.
  return startSharedCluster()
}

const templates = new Map<string, Promise<string>>()
const CONNECTIONS_MAX = 5
const START_LIMIT_MS = 90_000

async function openClone(adminUrl: string, statement: string, connectionsMax: number | undefined): Promise<TestDatabase> {
  const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`
  await admin(adminUrl, async (client) => createDatabase(client, statement.replace('%I', name)))
  const database = openDatabase({
    url: withDatabase(adminUrl, name),
    connectionsMax: connectionsMax ?? CONNECTIONS_MAX,
    applicationName: 'reeve-test',
  })
  return {
    ...database,
    close: async () => {
      await database.close()
      await admin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function createDatabase(client: pg.Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement)
      return
    } catch (error) {
      // 55006: somebody (autovacuum, a slow disconnect) still looks at the template.
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error
      await delay(100)
    }
  }
}

/** One template per set of migrations, so that two branches can be tested side by side. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const migrations = await readMigrations()
  const hash = createHash('sha256')
    .update(migrations.map(({ name, checksum }) => `${name}:${checksum}`).join('\n'))
    .digest('hex')
    .slice(0, 16)
  const name = `tmpl_${hash}`
  const ready = templates.get(adminUrl + name) ?? buildTemplate(adminUrl, name)
  templates.set(adminUrl + name, ready)
  return ready
}

async function buildTemplate(adminUrl: string, name: string): Promise<string> {
  await admin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount !== 0) return
    const draft = `${name}_${randomBytes(4).toString('hex')}`
    await client.query(`create database ${draft} template template0`)
    try {
      const url = withDatabase(adminUrl, draft)
      const database = openDatabase({ url, connectionsMax: 2, applicationName: 'reeve-test' })
      try {
        await migrate(database.db)
      } finally {
        await database.close()
      }
      await installQueueSchema(url)
      await createDatabase(client, `alter database ${draft} rename to ${name}`)
    } catch (error) {
      await client.query(`drop database if exists ${draft} with (force)`)
      throw error
    }
  })
  return name
}

async function admin<T>(adminUrl: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'reeve-test' })
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${name}`)
}

async function startSharedCluster(): Promise<string> {
  const directory = await ensurePrivateDirectory(path.join(tmpdir(), `reeve-test-${userInfo().uid}`))
  const log = await open(path.join(directory, 'keeper.log'), 'a', 0o600)
  const deadline = Date.now() + START_LIMIT_MS
  try {
    for (;;) {
      const url = await findRunning(directory)
      if (url !== undefined) return url
      if (Date.now() > deadline) throw new Error(`The test database did not start; see ${directory}/keeper.log`)
      // Several may be started at once: the directory's lock lets one of them live.
      const keeper = spawn(process.execPath, [path.join(import.meta.dirname, 'cluster-keeper.ts'), directory], {
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      })
      keeper.unref()
      const hasEnded = new Promise((resolve) => keeper.once('exit', resolve))
      await Promise.race([hasEnded, waitForReady(directory, deadline)])
      await delay(50)
    }
  } finally {
    await log.close()
  }
}

async function waitForReady(directory: string, deadline: number): Promise<void> {
  while (Date.now() < deadline && (await findRunning(directory)) === undefined) await delay(50)
}

async function findRunning(directory: string): Promise<string | undefined> {
  try {
    const ready = path.join(directory, 'ready.json')
    // Tells the keeper that somebody is about to connect.
    await utimes(ready, new Date(), new Date())
    const { adminUrl } = JSON.parse(await readFile(ready, 'utf8')) as { adminUrl: string }
    await admin(adminUrl, (client) => client.query('select 1'))
    return adminUrl
  } catch {
    return undefined
  }
}

/** Below a directory that everybody may write: one that somebody else laid there is not used. */
async function ensurePrivateDirectory(directory: string): Promise<string> {
  await mkdir(directory, { mode: 0o711 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(directory)
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o022) !== 0)
    throw new Error(`${directory} is not a directory of this user alone: remove it`)
  return directory
}
