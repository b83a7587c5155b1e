import { chown, lstat, mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { dbErrors } from '../errors.ts'
import type { DatabaseUser } from './os-user.ts'

/** Where things lie under the data directory. `server` belongs to the database user alone. */
export type Layout = {
  readonly root: string
  readonly binaries: string
  readonly server: string
  readonly cluster: string
  readonly socketDirectory: string
}

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, a closing zero included. */
const SOCKET_PATH_BYTES_MAX = 103
const SOCKET_FILE = '.s.PGSQL.5432'

/** Lays out a data directory. Refuses one whose path is too long for a unix socket. */
export function decideLayout(dataDir: string): Layout {
  const root = path.resolve(dataDir)
  const socketDirectory = path.join(root, 'pg/run')
  const bytes = Buffer.byteLength(path.join(socketDirectory, SOCKET_FILE))
  if (bytes > SOCKET_PATH_BYTES_MAX) {
    throw dbErrors.data_directory_unusable(
      `The data directory ${root} is ${bytes - SOCKET_PATH_BYTES_MAX} bytes too long: the database's unix socket may have ${SOCKET_PATH_BYTES_MAX} bytes. Set REEVE_DATA_DIR to a shorter path.`,
    )
  }
  return { root, binaries: path.join(root, 'bin'), server: path.join(root, 'pg'), cluster: path.join(root, 'pg/data'), socketDirectory }
}

/** Creates the folders that are missing, with the right owner and mode, and refuses folders that belong to somebody else. */
export async function ensureLayout(layout: Layout, user: DatabaseUser): Promise<void> {
  const owner = user.ids?.uid ?? process.getuid?.() ?? 0
  await makeDirectory(layout.root, 0o755)
  // Created by us for a database user that must pass through; a folder that was there keeps the mode its owner gave it.
  await assertPassable(layout.root, user)
  for (const directory of [layout.server, layout.socketDirectory]) {
    const isNew = await makeDirectory(directory, 0o700)
    if (isNew && user.ids !== undefined) await chown(directory, user.ids.uid, user.ids.gid)
    const found = await lstat(directory)
    if (!found.isDirectory() || found.uid !== owner) {
      throw dbErrors.data_directory_unusable(
        `${directory} belongs to uid ${found.uid}, and PostgreSQL runs as ${user.name} (uid ${owner}). Give it back with "chown -R ${user.name} ${layout.server}", or set REEVE_DATA_DIR to another directory.`,
      )
    }
  }
}

async function makeDirectory(directory: string, mode: number): Promise<boolean> {
  try {
    return (await mkdir(directory, { recursive: true, mode })) !== undefined
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOSPC')
      throw dbErrors.disk_full(
        `${directory} could not be created: the disk is full. Free some space, or set REEVE_DATA_DIR to another disk.`,
        { cause },
      )
    throw dbErrors.data_directory_unusable(
      `${directory} could not be created (${code}). Check its parent's permissions, or set REEVE_DATA_DIR to a directory that Reeve may write.`,
      { cause },
    )
  }
}

/** Every folder on the way must let the database user through; a home directory of mode 0700 does not. */
async function assertPassable(directory: string, user: DatabaseUser): Promise<void> {
  if (user.ids === undefined) return
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const bit = uid === user.ids.uid ? 0o100 : gid === user.ids.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) {
      throw dbErrors.data_directory_unusable(
        `The database user ${user.name} cannot reach ${directory}: ${folder} has mode ${(mode & 0o7777).toString(8)}. Allow passing through it ("chmod o+x ${folder}"), or set REEVE_DATA_DIR to a directory outside, such as /var/lib/reeve.`,
      )
    }
    if (folder === path.dirname(folder)) return
  }
}
