import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/app-error.ts'
import { openDatabase, type Database } from '#platform/db/db.ts'
import { type DirectoryLock, lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { Log } from '#platform/log/log.ts'
import type { Config } from './config.ts'

export type Store = {
  readonly database: Database
  /** Embedded means alone: the directory's lock keeps every other Reeve away. */
  readonly isEmbedded: boolean
  close(): Promise<void>
}

/** How often a waiting process looks whether the directory is free. */
const lockRetryMs = 100

/**
 * Opens the database that the configuration names, migrated: the embedded one under its directory's lock, or the owner's own. What was
 * started is stopped again when a later step fails, so that a failed start leaves nothing running.
 */
export async function openStore(config: Config, log: Log, lock?: DirectoryLock): Promise<Store> {
  return config.database.url === undefined
    ? openEmbedded(config, log, lock ?? (await lockDirectory(config.dataDir)))
    : openOwn(config, config.database.url, log)
}

/**
 * Takes the lock, waiting while another process has it, for at most `waitMs`; `isPointless` ends the wait early, because a server that
 * came up in the meantime can be asked instead.
 */
export async function waitForLock(
  dataDir: string,
  { waitMs, isPointless }: { waitMs: number; isPointless: () => Promise<boolean> },
): Promise<DirectoryLock | undefined> {
  const deadline = performance.now() + waitMs
  for (;;) {
    if (await isPointless()) return undefined
    try {
      return await lockDirectory(dataDir)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'data_directory_in_use' || performance.now() > deadline) throw error
      await delay(lockRetryMs)
    }
  }
}

async function openEmbedded(config: Config, log: Log, lock: DirectoryLock): Promise<Store> {
  const undo: (() => Promise<void>)[] = [async () => lock.release()]
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: config.dataDir,
      onEvent: (event) => log[event.kind === 'started' ? 'debug' : 'warn'](event, 'embedded PostgreSQL'),
    })
    undo.unshift(() => postgres.stop())
    const database = await openMigrated(config, postgres.url, log)
    undo.unshift(() => database.close())
    return { database, isEmbedded: true, close: () => inOrder(undo) }
  } catch (error) {
    await inOrder(undo).catch((cause: unknown) => log.warn({ err: cause }, 'could not undo a failed start'))
    throw error
  }
}

async function openOwn(config: Config, url: string, log: Log): Promise<Store> {
  const database = await openMigrated(config, url, log)
  return { database, isEmbedded: false, close: () => database.close() }
}

async function openMigrated(config: Config, url: string, log: Log): Promise<Database> {
  const database = openDatabase({
    url,
    connectionsMax: config.database.connectionsMax,
    // The driver hangs its whole client on the error: only what it says is told.
    onConnectionError: ({ message }) => log.warn({ reason: message }, 'database connection lost'),
  })
  try {
    const { applied, schemaVersion } = await migrate(database.db)
    if (applied.length > 0) log.info({ applied, schemaVersion }, 'schema migrated')
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** All of them, whatever fails; the first failure is told at the end. */
async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
