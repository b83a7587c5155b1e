import { stat } from 'node:fs/promises'
import type { Db } from '../db.ts'
import type { BackupHead, LineSink } from './backup-format.ts'
import { openBackupWriter } from './backup-file.ts'
import { type BackupSummary, summarize } from './backup-summary.ts'
import { dumpDatabase, type DumpOptions } from './dump.ts'

/**
 * Writes a backup of the whole database to one file that only its owner can read, from one snapshot, while Reeve goes on
 * working. The file appears under its name only when it is complete and on disk; an existing one is never replaced. The
 * master key is not in it: keep that elsewhere, because without it the backup's secrets cannot be opened.
 */
export async function createBackup(db: Db, file: string, options: DumpOptions): Promise<BackupSummary> {
  const writer = await openBackupWriter(file)
  let head: BackupHead | undefined
  const sink: LineSink = async (lines) => {
    if (lines[0]?.kind === 'head') head = lines[0]
    await writer.write(lines)
  }
  try {
    const tables = await dumpDatabase(db, options, sink)
    await writer.finish()
    return summarize({ head: head!, tables }, { file, bytes: (await stat(file)).size })
  } catch (error) {
    throw await writer.giveUp(error)
  }
}
