import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { getConnection } from './get-connection.ts'
import { openCredentials } from './secrets.ts'

/** Opens the ExternalId for someone who may see it; null where there is none. The audit event commits before it is told. */
export async function revealExternalId(
  { db, sealer, now }: { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date },
  actor: Actor,
  { accountId, requestId }: { readonly accountId: string; readonly requestId?: string },
): Promise<{ readonly externalId: string | null }> {
  return db.transaction().execute(async (tx) => {
    const { role } = openCredentials(sealer, await getConnection(tx, accountId))
    await recordAudit(tx, {
      actor,
      action: 'account.external-id.revealed',
      subject: `account:${accountId}`,
      at: now(),
      ...(requestId !== undefined && { requestId }),
    })
    return { externalId: role?.externalId ?? null }
  })
}
