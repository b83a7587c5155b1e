import { applyMemberResults } from '#features/accounts/index.ts'
import type { Tx } from '#platform/db/db.ts'
import type { ConnectionVerdict } from './decide-connection-status.ts'

/** Stores what trying connections showed as the status of their accounts. */
export async function storeVerdict(
  tx: Tx,
  results: readonly { readonly accountUid: string; readonly verdict: ConnectionVerdict }[],
  at: Date,
): Promise<void> {
  await applyMemberResults(
    tx,
    results.map(({ accountUid, verdict }) => ({ uid: accountUid, ...verdict })),
    at,
  )
}
