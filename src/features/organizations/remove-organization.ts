import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db } from '#platform/db/db.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { auditView } from './audit-view.ts'
import { organizationErrors } from './errors.ts'
import { updateAccountsDetached } from './estate-queries.ts'
import { getOrganization } from './get-organization.ts'
import { renderTearDown } from './kit/render-tear-down.ts'
import { findOrganizationForUpdate, updateOrganizationRemoved } from './queries.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import { orgSessionTarget } from './target.ts'

export type RemoveOrganizationDeps = { readonly db: Db; readonly door: AwsDoor; readonly sealer: Sealer; readonly now: () => Date }
export type RemoveRequest = { readonly ref: string; readonly ifMatch?: string; readonly requestId?: string }
export type Removal = {
  readonly organizationId: string
  readonly accountsDetached: number
  readonly purgeAfter: Date
  /** What is left to do in AWS, as commands. */ readonly tearDown: string
}

/** Detached accounts are kept this long, so that a mistake can be undone by registering again. */
const graceDays = 30

/**
 * Removes a registration: its accounts are detached at once and purged after 30 days, its secrets are wiped, its history stays. Reeve
 * changes nothing in AWS; the answer says how the owner takes the roles away.
 */
export async function removeOrganization(deps: RemoveOrganizationDeps, actor: Actor, request: RemoveRequest): Promise<Removal> {
  const current = await getOrganization(deps.db, request.ref)
  const target = orgSessionTarget(current, deps.sealer)
  const at = deps.now()
  const purgeAfter = new Date(at.getTime() + graceDays * 24 * 60 * 60 * 1000)
  const { uid, organizationId } = current
  const accountsDetached = await deps.db.transaction().execute(async (tx) => {
    const locked = await findOrganizationForUpdate(tx, uid)
    if (locked === undefined) throw organizationErrors.organization_not_found(`${organizationId} was removed in the meantime.`)
    requireMatch(request.ifMatch, String(locked.version), { isOptional: true })
    await updateOrganizationRemoved(tx, { uid, at, by: actor.id })
    const detached = await updateAccountsDetached(tx, {
      organizationUid: uid,
      at,
      purgeAfter,
      reason: `The registration of ${organizationId} was removed.`,
      actor: actor.id,
    })
    await recordAudit(tx, {
      actor,
      action: 'organization.removed',
      subject: `organization:${organizationId}`,
      before: auditView(locked),
      after: { accountsDetached: detached, purgeAfter: purgeAfter.toISOString() },
      at,
      ...(request.requestId !== undefined && { requestId: request.requestId }),
    })
    return detached
  })
  deps.door.forget(target)
  return { organizationId, accountsDetached, purgeAfter, tearDown: renderTearDown(current) }
}
