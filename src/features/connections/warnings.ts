import { AppError } from '#lib/app-error.ts'
import type { Db } from '#platform/db/db.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { ReachedAccount } from './check-connection.ts'
import type { ConnectionCredentials } from './connection.ts'
import { listSealedExternalIds } from './queries.ts'
import { tryOpenCredentials } from './secrets.ts'

export type Warning = { readonly code: string; readonly message: string }

/** What is allowed but unwise, or works less well than was asked for. */
export async function listWarnings(
  deps: { readonly db: Db; readonly sealer: Sealer },
  credentials: ConnectionCredentials,
  reached: ReachedAccount,
): Promise<Warning[]> {
  const { caller, role } = credentials
  const { accountId, runningAs, session, verdict } = reached
  const warnings: Warning[] = []
  if (caller.kind === 'stored_keys') {
    warnings.push({
      code: 'stored_keys',
      message:
        'Long-term keys of an IAM user are stored (encrypted). Keys leak and are rarely rotated; prefer a role for the server and remove the keys.',
    })
  }
  // CONN-9: within the hosting account there is no third party that could be deceived.
  if (role !== null && role.externalId === null && accountId !== runningAs.accountId) {
    warnings.push({
      code: 'external_id_missing',
      message: `No ExternalId for ${role.arn}: whoever may have this installation's caller act for them elsewhere could point it at this account (the confused deputy). Let Reeve generate one, require it in the role's trust policy, and edit the connection.`,
    })
  }
  const shared = await findSharers(deps, { accountId, externalId: role?.externalId ?? null })
  if (shared.length > 0) {
    warnings.push({
      code: 'external_id_shared',
      message: `The ExternalId is also that of ${shared.join(', ')}. Trust is one-to-one: give each account an ExternalId of its own.`,
    })
  }
  if (session.cappedBecause !== undefined) warnings.push({ code: 'duration_capped', message: session.cappedBecause })
  if (verdict.status !== 'ok')
    warnings.push({ code: verdict.status, message: [verdict.statusReason, verdict.statusDetail?.remedy].filter(Boolean).join(' ') })
  return warnings
}

/** Sealed values cannot be compared, so each is opened; singly connected accounts are few beside those of organizations. */
async function findSharers(
  { db, sealer }: { readonly db: Db; readonly sealer: Sealer },
  { accountId, externalId }: { readonly accountId: string; readonly externalId: string | null },
): Promise<string[]> {
  if (externalId === null) return []
  const others = await listSealedExternalIds(db, accountId)
  return others
    .filter((other) => {
      const opened = tryOpenCredentials(sealer, other)
      return !(opened instanceof AppError) && opened.role?.externalId === externalId
    })
    .map((other) => other.accountId)
}
