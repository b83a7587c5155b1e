import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { createBackup } from '#platform/db/backup/create-backup.ts'
import { verifyBackup } from '#platform/db/backup/verify-backup.ts'
import type { Db } from '#platform/db/db.ts'

export type BackUpDeps = {
  readonly db: Db
  /** Of the database in use; a backup is proved in a scratch database beside it. */
  readonly databaseUrl: string
  readonly dataDir: string
  readonly version: string
  readonly now: () => Date
}

type Summary = Awaited<ReturnType<typeof createBackup>>

/** Writes a backup on the server's machine; without a name, below the data directory by the time it was made. */
export async function backUp({ db, dataDir, version, now }: BackUpDeps, actor: Actor, file: string | undefined): Promise<Summary> {
  const target = file ?? path.join(dataDir, 'backups', `reeve-${now().toISOString().replaceAll(/[:.]/g, '-')}.backup`)
  if (file === undefined) await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const summary = await createBackup(db, target, { release: version, now })
  await db
    .transaction()
    .execute((tx) => recordAudit(tx, { actor, action: 'backup.created', subject: `backup:${target}`, after: summary, at: now() }))
  return summary
}

/** Proves a backup by restoring it beside the database in use, which is not touched. */
export async function proveBackup({ db, databaseUrl, now }: BackUpDeps, actor: Actor, file: string): Promise<Summary> {
  const summary = await verifyBackup(file, databaseUrl)
  await db
    .transaction()
    .execute((tx) => recordAudit(tx, { actor, action: 'backup.verified', subject: `backup:${file}`, after: summary, at: now() }))
  return summary
}
