import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Db } from '#platform/db/db.ts'
import { getOrganization } from './get-organization.ts'
import { openSecret } from './secrets.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'

export type RevealExternalIdsDeps = { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date }
export type RevealedExternalIds = { readonly organizationRole: string | null; readonly memberRole: string | null }

/** Opens the two ExternalIds for someone who may see them. The audit event commits before they are told, so no reveal goes unrecorded. */
export async function revealExternalIds(
  deps: RevealExternalIdsDeps,
  actor: Actor,
  { ref, requestId }: { readonly ref: string; readonly requestId?: string },
): Promise<RevealedExternalIds> {
  return deps.db.transaction().execute(async (tx) => {
    const { uid, organizationId, orgRole, memberRole } = await getOrganization(tx, ref)
    const revealed = {
      organizationRole: openSecret(deps.sealer, { uid, secret: 'org_external_id' }, orgRole.externalIdSealed),
      memberRole: openSecret(deps.sealer, { uid, secret: 'member_external_id' }, memberRole.externalIdSealed),
    }
    await recordAudit(tx, {
      actor,
      action: 'organization.external-id.revealed',
      subject: `organization:${organizationId}`,
      at: deps.now(),
      ...(requestId !== undefined && { requestId }),
    })
    return revealed
  })
}
