import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type BackupLine, decodeLines, encodeLine, type LineSink } from './backup-format.ts'
import { backupErrors } from './errors.ts'
import { sinkTo } from './line-stream.ts'

export type BackupWriter = {
  readonly write: LineSink
  /** Completes the file, puts it on disk and gives it its name. */
  readonly finish: () => Promise<void>
  /** Removes what was written; answers the error to throw: why the file could not be written, if that is what went wrong. */
  readonly giveUp: (error: unknown) => Promise<unknown>
}

/** Opens a file for a backup, under a name of its own until it is complete. */
export async function openBackupWriter(file: string): Promise<BackupWriter> {
  if (existsSync(file))
    throw backupErrors.backup_not_writable(`${file} exists already. Choose another name; a backup never replaces a file.`)
  const partial = `${file}.${randomBytes(4).toString('hex')}.partial`
  const gzip = createGzip()
  let failure: unknown
  const written = pipeline(gzip, createWriteStream(partial, { mode: 0o600, flags: 'wx' })).catch((cause: unknown) => {
    failure = backupErrors.backup_not_writable(
      `${partial} could not be written (${(cause as NodeJS.ErrnoException).code}). Check that the directory exists, may be written and has room.`,
      { cause },
    )
  })
  return {
    write: sinkTo(gzip, (lines) => lines.map(encodeLine).join('')),
    finish: async () => {
      gzip.end()
      await written
      if (failure !== undefined) throw failure
      await moveIntoPlace(partial, file)
    },
    giveUp: async (error) => {
      const reason = failure ?? error
      gzip.destroy()
      await written
      await rm(partial, { force: true })
      return reason
    },
  }
}

/** Reads a backup's lines. What is no backup, or not a whole one, is an error that says so. */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  // Its failure reaches us through `gunzip`, which the pipeline destroys with the reason.
  pipeline(source, gunzip).catch(() => undefined)
  try {
    yield* decodeLines(gunzip)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    if (code.startsWith('Z_'))
      throw backupErrors.backup_damaged(`${file} is no backup of Reeve, or it was damaged or cut off (${code}).`, { cause })
    if (/^E[A-Z]+$/.test(code)) throw backupErrors.backup_not_readable(`${file} could not be read (${code}).`, { cause })
    throw cause
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

async function moveIntoPlace(partial: string, file: string): Promise<void> {
  await sync(partial)
  await rename(partial, file)
  await sync(path.dirname(path.resolve(file)))
}

async function sync(fileOrDirectory: string): Promise<void> {
  const handle = await open(fileOrDirectory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
