import { detachSingleAccount, requireSingleAccount } from '#features/accounts/index.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { auditView } from './audit-view.ts'
import type { ConnectionDoor } from './check-connection.ts'
import { getConnection } from './get-connection.ts'
import { deleteConnection } from './queries.ts'
import { openCredentials } from './secrets.ts'
import { targetOf } from './target.ts'

export type RemoveAccountDeps = { readonly db: Db; readonly door: ConnectionDoor; readonly sealer: Sealer; readonly now: () => Date }
export type RemoveRequest = { readonly accountId: string; readonly ifMatch?: string; readonly requestId?: string }
export type Removal = {
  readonly accountId: string
  readonly purgeAfter: Date
  /** What is left to do in AWS; null for the hosting account itself. */ readonly tearDown: string | null
}

/** As for accounts of organizations: a mistake can be undone by adding the account again. */
const graceDays = 30

/**
 * Removes a singly connected account: detached at once, its credentials wiped, its badges and history kept until it is purged after 30
 * days. Reeve changes nothing in AWS; the answer says which role the owner may take away. A managed account is refused (ORG-27).
 */
export async function removeAccount(deps: RemoveAccountDeps, actor: Actor, request: RemoveRequest): Promise<Removal> {
  const { accountId, ifMatch, requestId } = request
  const at = deps.now()
  const purgeAfter = new Date(at.getTime() + graceDays * 24 * 60 * 60 * 1000)
  const removed = await deps.db.transaction().execute(async (tx) => {
    const uid = await requireSingleAccount(tx, accountId)
    const connection = await getConnection(tx, accountId)
    requireMatch(ifMatch, String(connection.version), { isOptional: true })
    await deleteConnection(tx, uid)
    await detachSingleAccount(tx, uid, { reason: 'The connection was removed.', at, purgeAfter })
    await recordAudit(tx, {
      actor,
      action: 'account.removed',
      subject: `account:${accountId}`,
      before: auditView(connection),
      after: { purgeAfter: purgeAfter.toISOString() },
      at,
      ...(requestId !== undefined && { requestId }),
    })
    return connection
  })
  if (removed.role !== null) deps.door.forget(targetOf(openCredentials(deps.sealer, removed)))
  const tearDown =
    removed.role === null
      ? null
      : `${removed.role.arn} still trusts this installation. Delete the role in ${accountId} if nothing else needs it.`
  return { accountId, purgeAfter, tearDown }
}
