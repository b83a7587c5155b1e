import { type PurgedAccount, purgeDetachedAccounts } from '#features/accounts/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import { insertEstateEvents } from './estate-events.ts'
import type { SyncDeps } from './sync-deps.ts'

const batchSize = 500

/** Ends the grace period of detached accounts, a batch per transaction, each with its line of history. */
export async function purgeDetached(deps: Pick<SyncDeps, 'db' | 'now'>, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const at = deps.now()
    const purged = await deps.db.transaction().execute(async (tx) => {
      const accounts = await purgeDetachedAccounts(tx, at, batchSize)
      for (const [organizationUid, group] of Map.groupBy(accounts, (account) => account.organizationUid)) {
        if (organizationUid === null) {
          await recordSinglePurges(tx, group, at)
          continue
        }
        const events = group.map(({ accountId, inclusion }) => ({
          kind: 'purged' as const,
          subjectKind: 'account' as const,
          subjectId: accountId,
          before: { inclusion },
          after: null,
        }))
        await insertEstateEvents(tx, { organizationUid, syncRunId: null, actor: 'system:purge', at }, events)
      }
      return accounts.length
    })
    if (purged < batchSize) return
  }
}

/** A singly connected account has no organization whose history could tell of it; the audit trail does. */
async function recordSinglePurges(tx: Tx, accounts: readonly PurgedAccount[], at: Date): Promise<void> {
  for (const { accountId, inclusion } of accounts) {
    await recordAudit(tx, {
      actor: { kind: 'system', id: 'system:purge' },
      action: 'account.purged',
      subject: `account:${accountId}`,
      before: { inclusion },
      at,
    })
  }
}
