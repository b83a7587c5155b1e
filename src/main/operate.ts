import { recordAudit } from '#platform/audit/audit.ts'
import { operatorActor } from '#platform/auth/authenticate.ts'
import { moveDatabase } from '#platform/db/backup/move-database.ts'
import { restoreBackup } from '#platform/db/backup/restore-backup.ts'
import { openDatabase } from '#platform/db/db.ts'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import type { Log } from '#platform/log/log.ts'
import type { Config } from './config.ts'
import { version } from './version.ts'

const now = (): Date => new Date()

/** Replaces what the configured database holds by a backup. Refused while any Reeve runs on it. */
export async function restore(
  config: Config,
  log: Log,
  { file, replace }: { readonly file: string; readonly replace: boolean },
): Promise<object> {
  return withStoppedReeve(config, log, async (url) => {
    const summary = await restoreBackup(url, file, { replace })
    await audit(url, { action: 'backup.restored', subject: `backup:${file}`, after: summary })
    return summary
  })
}

/** Copies the configured database to another server, reads the copy back, and leaves the source as it is. */
export async function move(config: Config, log: Log, toUrl: string): Promise<object> {
  return withStoppedReeve(config, log, async (url) => {
    const summary = await moveDatabase(url, toUrl, { release: version, now })
    await audit(toUrl, { action: 'database.moved', subject: 'database', after: summary })
    return summary
  })
}

/** The database alone: the embedded one under its directory's lock, or the owner's own. */
async function withStoppedReeve<T>(config: Config, log: Log, body: (url: string) => Promise<T>): Promise<T> {
  if (config.database.url !== undefined) return body(config.database.url)
  const lock = await lockDirectory(config.dataDir)
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, onEvent: (event) => log.debug(event, 'embedded PostgreSQL') })
    try {
      return await body(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    lock.release()
  }
}

/** In the database that the change made: its transaction is over, and the trail of the one before may be gone. */
async function audit(url: string, record: { readonly action: string; readonly subject: string; readonly after: object }): Promise<void> {
  const database = openDatabase({ url, connectionsMax: 2, applicationName: 'reeve-operator' })
  try {
    const actor = operatorActor(`os:${process.getuid?.() ?? 'unknown'}`)
    await database.db.transaction().execute((tx) => recordAudit(tx, { actor, ...record, at: now() }))
  } finally {
    await database.close()
  }
}
