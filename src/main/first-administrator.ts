import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { insertLink, linkUrl } from '#platform/auth/one-time-links.ts'
import { hasAdministrator } from '#platform/auth/people-store.ts'
import type { Db } from '#platform/db/db.ts'
import { runDirectory } from '#platform/http/paths.ts'

const linkMinutes = 15

export type FirstAdministratorDeps = { readonly db: Db; readonly now: () => Date; readonly baseUrl: () => string }

/**
 * While nobody administers, every start makes a fresh link for the first who will, and voids the one before. It goes to the terminal when
 * there is one, and otherwise into a file that only this user can read, so that no log keeps it.
 */
export async function offerFirstAdministrator(
  { db, now, baseUrl }: FirstAdministratorDeps,
  { dataDir, terminal }: { readonly dataDir: string; readonly terminal: ((text: string) => void) | undefined },
): Promise<'offered' | 'not_needed'> {
  const file = firstAdministratorFile(dataDir)
  rmSync(file, { force: true })
  if (await hasAdministrator(db)) return 'not_needed'
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + linkMinutes * 60_000)
  const { secret } = await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('one_time_link')
      .set({ revoked_at: createdAt })
      .where('kind', '=', 'first_administrator')
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
    return insertLink(tx, {
      kind: 'first_administrator',
      email: null,
      role: 'domain-admin',
      scope: null,
      createdBy: 'system:start',
      createdAt,
      expiresAt,
    })
  })
  const url = linkUrl(baseUrl(), secret)
  if (terminal !== undefined) terminal(`\nMake yourself the first administrator, once, within ${linkMinutes} minutes:\n\n  ${url}\n`)
  else {
    writeFileSync(file, `${url}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
  }
  return 'offered'
}

/** A link that nobody used does not outlive the process that made it. */
export function forgetFirstAdministratorFile(dataDir: string): void {
  rmSync(firstAdministratorFile(dataDir), { force: true })
}

export function firstAdministratorFile(dataDir: string): string {
  return join(runDirectory(dataDir), 'first-administrator.url')
}
