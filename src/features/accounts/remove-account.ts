import { recordAudit } from '#platform/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { requireSingleAccount } from './require-single-account.ts'

export type RemoveAccountDeps = { readonly db: Db; readonly now: () => Date }

/** Forgets an account that is connected singly: its connection with its secrets, its tags and its badges. Its badge history and audit stay. */
export async function removeAccount(
  deps: RemoveAccountDeps,
  actor: Actor,
  { accountId, requestId }: { readonly accountId: string; readonly requestId?: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const uid = await requireSingleAccount(tx, accountId)
    await tx.deleteFrom('account').where('id', '=', uid).execute()
    await recordAudit(tx, {
      actor,
      action: 'account.removed',
      subject: `account:${accountId}`,
      at: deps.now(),
      ...(requestId !== undefined && { requestId }),
    })
  })
}
