import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'

/** What one process with the embedded database handles; beyond it, a PostgreSQL of one's own (docs/deployment.md). */
export const embeddedAccountsMax = 10_000

export type DatabaseUseDeps = { readonly db: Db; readonly isDatabaseEmbedded: boolean }

export type DatabaseUse = {
  readonly kind: 'embedded' | 'external'
  /** Accounts that Reeve looks at; detached ones are history. */
  readonly accounts: number
  /** Null: no limit of ours. */
  readonly accountsMax: number | null
  readonly isBeyond: boolean
  readonly detail: string
}

/** Whose database it is, how much it holds, and whether that is more than it is meant for. */
export async function measureDatabase({ db, isDatabaseEmbedded }: DatabaseUseDeps): Promise<DatabaseUse> {
  const { rows } = await sql<{ accounts: number }>`select count(*)::int as accounts from account where detached_at is null`.execute(db)
  return judgeDatabase(isDatabaseEmbedded ? 'embedded' : 'external', rows[0]?.accounts ?? 0)
}

export function judgeDatabase(kind: DatabaseUse['kind'], accounts: number): DatabaseUse {
  const held = `${accounts.toLocaleString('en')} ${accounts === 1 ? 'account' : 'accounts'}`
  if (kind === 'external') return { kind, accounts, accountsMax: null, isBeyond: false, detail: `A PostgreSQL of your own holds ${held}.` }
  const isBeyond = accounts > embeddedAccountsMax
  const detail = isBeyond
    ? `The embedded database holds ${held}, more than the ${embeddedAccountsMax.toLocaleString('en')} it is meant for. Nothing is lost; syncs and pages grow slow. Stop Reeve, move to a PostgreSQL of your own with "reeve db move --to URL", and set DATABASE_URL.`
    : `The embedded database holds ${held}; it is meant for up to ${embeddedAccountsMax.toLocaleString('en')}.`
  return { kind, accounts, accountsMax: embeddedAccountsMax, isBeyond, detail }
}
