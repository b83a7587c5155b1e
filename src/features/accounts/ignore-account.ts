import { sql } from 'kysely'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { accountErrors } from './errors.ts'

export type IgnoreDeps = { readonly db: Db; readonly now: () => Date }
export type IgnoreRequest = { readonly accountId: string; readonly reason: string; readonly until: Date; readonly requestId?: string }

/** Longer than a year is not an exception any more but a setting: exclude the account instead. */
const ignoreMaxMs = 366 * 24 * 60 * 60 * 1000

/**
 * Leaves an account out of member-role checks and out of what wants attention, for a stated reason and until a stated day. It stays in the
 * estate with everything else about it.
 */
export async function ignoreAccount(deps: IgnoreDeps, actor: Actor, { accountId, reason, until, requestId }: IgnoreRequest): Promise<void> {
  const now = deps.now()
  if (until <= now) throw accountErrors.account_ignore_invalid('The end lies in the past. Give a day to come.')
  if (until.getTime() - now.getTime() > ignoreMaxMs) {
    throw accountErrors.account_ignore_invalid('An account can be ignored for a year at most. Exclude it by prefix or scope instead.')
  }
  await setIgnored(deps, actor, { accountId, ignored: { until, reason }, ...(requestId !== undefined && { requestId }) })
}

/** Ends the exception; the account is tried again with the next sync. */
export async function unignoreAccount(
  deps: IgnoreDeps,
  actor: Actor,
  { accountId, requestId }: { accountId: string; requestId?: string },
): Promise<void> {
  await setIgnored(deps, actor, { accountId, ignored: null, ...(requestId !== undefined && { requestId }) })
}

type Ignored = { readonly until: Date; readonly reason: string } | null

async function setIgnored(
  deps: IgnoreDeps,
  actor: Actor,
  { accountId, ignored, requestId }: { accountId: string; ignored: Ignored; requestId?: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const before = await sql<{ until: Date | null; reason: string | null }>`
      select ignored_until as until, ignored_reason as reason from account where account_id = ${accountId} for update`.execute(tx)
    if (before.rows[0] === undefined) throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
    await sql`
      update account set ignored_until = ${ignored?.until ?? null}, ignored_reason = ${ignored?.reason ?? null},
        ignored_by = ${ignored === null ? null : actor.id}, updated_at = ${deps.now()}
      where account_id = ${accountId}`.execute(tx)
    await recordAudit(tx, {
      actor,
      action: ignored === null ? 'account.unignored' : 'account.ignored',
      subject: `account:${accountId}`,
      before: before.rows[0],
      after: ignored,
      at: deps.now(),
      ...(requestId !== undefined && { requestId }),
    })
  })
}
