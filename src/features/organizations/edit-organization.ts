import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { Work } from '#platform/aws/door.ts'
import { requireMatch } from '#platform/http/etag.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { auditView } from './audit-view.ts'
import { checkForm } from './check-form.ts'
import type { OrganizationCredentials, Warning } from './credentials-form.ts'
import { enqueueSync } from './enqueue-sync.ts'
import { organizationErrors } from './errors.ts'
import { getOrganization } from './get-organization.ts'
import type { Organization } from './organization.ts'
import { parseOrganizationEdit } from './organization-form.ts'
import { findOrganization, findOrganizationForUpdate, type OrganizationRow, updateOrganization } from './queries.ts'
import type { FormRequest, RegisterOrganizationDeps, Registration } from './register-organization.ts'
import { sealCredentials } from './secrets.ts'
import { toStoredValidation } from './to-stored-validation.ts'
import { orgSessionTarget } from './target.ts'
import { translateUniqueViolation } from './unique-violation.ts'
import { refusalError, validateOrganization } from './validate-organization.ts'

export type EditOrganizationDeps = Omit<RegisterOrganizationDeps, 'newId'>
export type EditRequest = FormRequest & { readonly ref: string; readonly ifMatch?: string }

/**
 * Edits a registration. Settings alone never ask AWS; credentials, when given, are complete and pass the same checks as at registration,
 * and a role that leads to another organization is refused (ORG-25, ORG-26). Two editors cannot overwrite each other unseen.
 */
export async function editOrganization(deps: EditOrganizationDeps, actor: Actor, request: EditRequest): Promise<Registration> {
  const work = { actor: actor.id, signal: request.signal }
  const current = await getOrganization(deps.db, request.ref)
  requireMatch(request.ifMatch, String(current.version), { isOptional: true })
  const isCallerOptional = current.caller.kind === 'default'
  const form = await checkForm(deps, (input, context) => parseOrganizationEdit(input, { ...context, isCallerOptional }), {
    input: request.input,
    work,
  })
  const { credentials, settings } = form.value
  const renewed =
    credentials === undefined ? undefined : await renewCredentials(deps, { current, credentials, work, formWarnings: form.warnings })

  const row: OrganizationRow = { ...current, ...renewed?.row, ...settings }
  const edited = await storeEdit(deps, { actor, current, row, request })
  if (renewed !== undefined) deps.door.forget(orgSessionTarget(current, deps.sealer))
  const warnings = renewed?.warnings ?? form.warnings
  return { ...edited, warnings: edited.syncJobId === null ? [...warnings, syncUnderWay] : warnings }
}

/** The queue holds one sync per organization, and the one under way may be past the point where it reads the settings. */
const syncUnderWay: Warning = {
  code: 'sync_under_way',
  message:
    'A sync is queued or under way. It may be past the point where this edit counts; then the next one applies it, at the latest within the hour.',
}

type Renewal = {
  readonly current: Organization
  readonly credentials: OrganizationCredentials
  readonly work: Work
  readonly formWarnings: readonly Warning[]
}

async function renewCredentials(deps: EditOrganizationDeps, { current, credentials, work, formWarnings }: Renewal) {
  const validation = await validateOrganization(deps.door, credentials, work)
  if (validation.kind === 'refused') throw refusalError(validation)
  const { organization: facts, permissions, kitVersion } = validation
  if (facts.organizationId !== current.organizationId) {
    throw organizationErrors.organization_is_another(
      `${credentials.organizationRole.arn} leads to ${facts.organizationId}, but this registration is of ${current.organizationId}. Nothing was changed. Register the other organization on its own.`,
    )
  }
  const warnings = [...formWarnings, ...validation.warnings]
  const stored = toStoredValidation(permissions, { checkedAt: deps.now(), warnings })
  return { row: { ...facts, ...sealCredentials(deps.sealer, current.uid, credentials), validation: stored, kitVersion }, warnings }
}

type Edit = { readonly actor: Actor; readonly current: Organization; readonly row: OrganizationRow; readonly request: EditRequest }

async function storeEdit(deps: EditOrganizationDeps, { actor, current, row, request }: Edit): Promise<Omit<Registration, 'warnings'>> {
  const at = deps.now()
  const { uid } = current
  try {
    return await deps.db.transaction().execute(async (tx) => {
      const locked = await findOrganizationForUpdate(tx, uid)
      if (locked === undefined) throw organizationErrors.organization_not_found(`${current.organizationId} was removed in the meantime.`)
      // The checks above took seconds: what they were made for must still be what is stored.
      if (locked.version !== current.version)
        throw httpErrors.precondition_failed(
          'The organization was changed while your edit was being checked. Read it again and repeat your edit.',
        )
      await updateOrganization(tx, row, { uid, at })
      const organization = await findOrganization(tx, uid)
      if (organization === undefined)
        throw organizationErrors.organization_not_found(`${current.organizationId} was removed in the meantime.`)
      await recordAudit(tx, {
        actor,
        action: 'organization.edited',
        subject: `organization:${current.organizationId}`,
        before: auditView(locked),
        after: auditView(organization),
        at,
        ...(request.requestId !== undefined && { requestId: request.requestId }),
      })
      return {
        organization,
        syncJobId: await enqueueSync(deps.jobs, tx, { organizationUid: uid, trigger: 'request', requestedBy: actor.id }),
      }
    })
  } catch (error) {
    throw translateUniqueViolation(error, row) ?? error
  }
}
