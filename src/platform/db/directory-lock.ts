import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findBootId, findProcess } from './embedded/os-process.ts'
import { dbErrors } from './errors.ts'

/** Who holds (or last held) a data directory. */
export type LockHolder = {
  readonly pid: number
  readonly startedAt: string
  readonly bootId: string
  readonly since: string
  /** New with every lock taken: names one incarnation of Reeve on this directory. */
  readonly incarnation: string
}

export type DirectoryLock = {
  readonly holder: LockHolder
  /** The holder before, when it never released the lock: it was killed. */
  readonly predecessor: LockHolder | undefined
  readonly release: () => void
}

const UNKNOWN_HOLDER: LockHolder = { pid: 0, startedAt: '', bootId: '', since: 'unknown', incarnation: 'unknown' }
const LOCK_FILE = 'reeve.lock'
const HOLDER_FILE = 'reeve.lock.json'

/**
 * Takes a data directory for this process, or refuses and names the process that has it. The lock is the kernel's (a
 * record lock on the file, held through SQLite because Node offers no `flock`): it ends with the process however that
 * dies, needs no guess about stale files, and also holds between containers that share the directory.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const holder = {
    pid: process.pid,
    startedAt: (await findProcess(process.pid))?.startedAt ?? '',
    bootId: await findBootId(),
    since: new Date().toISOString(),
    incarnation: randomUUID(),
  }
  const locked = openLocked(directory)
  const holderFile = path.join(directory, HOLDER_FILE)
  // Removed by whoever releases the lock: a file that is still there, readable or not, was left by a killed process.
  const predecessor = existsSync(holderFile) ? (readHolder(holderFile) ?? UNKNOWN_HOLDER) : undefined
  writeHolder(holderFile, holder)
  let isReleased = false
  return {
    holder,
    predecessor,
    release: () => {
      if (isReleased) return
      isReleased = true
      // While still locked: afterwards it may already be the next holder's.
      rmSync(holderFile, { force: true })
      locked.close()
    },
  }
}

function openLocked(directory: string): DatabaseSync {
  const file = path.join(directory, LOCK_FILE)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 })
    const database = new DatabaseSync(file, { timeout: 0 })
    try {
      database.exec('pragma journal_mode = memory; begin exclusive')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  } catch (cause) {
    const { errcode, code } = cause as { errcode?: number; code?: string }
    if (errcode === SQLITE_BUSY) throw inUse(directory, readHolder(path.join(directory, HOLDER_FILE)), cause)
    if (code === 'ENOSPC' || errcode === SQLITE_FULL)
      throw dbErrors.disk_full(`The disk that holds ${directory} is full. Free some space, or set REEVE_DATA_DIR to another disk.`, {
        cause,
      })
    throw dbErrors.data_directory_unusable(
      `${file} could not be opened. Check that this user may write ${directory}, or set REEVE_DATA_DIR to another directory.`,
      { cause },
    )
  }
}

const SQLITE_BUSY = 5
const SQLITE_FULL = 13

function inUse(directory: string, holder: LockHolder | undefined, cause: unknown) {
  const who = holder === undefined ? 'Another process' : `Process ${holder.pid} (since ${holder.since})`
  return dbErrors.data_directory_in_use(
    `${who} uses ${directory}. Talk to that Reeve with the reeve command, stop it, or set REEVE_DATA_DIR to another directory.`,
    { cause, internal: { holder } },
  )
}

function writeHolder(file: string, holder: LockHolder): void {
  writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: 0o644 })
  renameSync(`${file}.new`, file)
}

function readHolder(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}
