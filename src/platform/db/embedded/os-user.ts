import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { dbErrors } from '../errors.ts'

const run = promisify(execFile)

/** The system user that owns the database files. `uid` is absent when Reeve runs as that user itself. */
export type DatabaseUser = { readonly name: string; readonly ids?: { readonly uid: number; readonly gid: number } }

/** Used by Reeve alone: whoever shares a system user with the database can read all of it. */
export const DATABASE_USER = 'reeve-postgres'

/**
 * Answers whom PostgreSQL runs as: the current user, or, because PostgreSQL refuses root, a system user of Reeve's own,
 * created on the first start. Repeatable; safe when several processes do it at once.
 */
export async function ensureDatabaseUser(): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return { name: currentUserName() }
  const ids = (await findUser()) ?? (await createUser())
  if (ids.uid === 0)
    throw dbErrors.database_user_unusable(
      `The user ${DATABASE_USER} has uid 0. Remove it, so that Reeve can create it as a system user without privileges.`,
    )
  return { name: DATABASE_USER, ids }
}

function currentUserName(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw dbErrors.database_user_unusable(
      `The user id ${process.getuid?.()} has no name on this system, and PostgreSQL needs one. Run Reeve as a user of /etc/passwd, or set DATABASE_URL to a PostgreSQL 15 to 18.`,
      { cause },
    )
  }
}

async function findUser(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', DATABASE_USER]), run('id', ['-g', DATABASE_USER])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  const refusals: string[] = []
  for (const [program, args] of CREATORS) {
    try {
      await run(program, args)
    } catch (error) {
      refusals.push(`${program}: ${error instanceof Error ? error.message.trim() : String(error)}`)
    }
    // Asked even after a refusal: another process may have created it in between.
    const ids = await findUser()
    if (ids !== undefined) return ids
  }
  throw dbErrors.database_user_unusable(
    `PostgreSQL does not run as root, and the system user ${DATABASE_USER} could not be created. Create it by hand (useradd --system --user-group --shell /usr/sbin/nologin ${DATABASE_USER}), run Reeve as another user than root, or set DATABASE_URL to a PostgreSQL 15 to 18.`,
    { internal: { refusals } },
  )
}

const CREATORS: readonly (readonly [string, string[]])[] = [
  [
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', DATABASE_USER],
  ],
  ['adduser', ['--system', '--group', '--no-create-home', '--home', '/nonexistent', '--shell', '/usr/sbin/nologin', DATABASE_USER]],
]
