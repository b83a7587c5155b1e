import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import { auditView } from './audit-view.ts'
import { checkForm } from './check-form.ts'
import type { Warning } from './credentials-form.ts'
import { enqueueSync } from './enqueue-sync.ts'
import { organizationErrors } from './errors.ts'
import { listAdoptedAccounts } from './list-adopted-accounts.ts'
import type { Organization } from './organization.ts'
import { parseOrganizationForm } from './organization-form.ts'
import { findOrganization, findOrganizationByRef, insertOrganization, type OrganizationRow } from './queries.ts'
import { sealCredentials } from './secrets.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import { toStoredValidation } from './to-stored-validation.ts'
import { alreadyRegistered, translateUniqueViolation } from './unique-violation.ts'
import { refusalError, validateOrganization } from './validate-organization.ts'

export type RegisterOrganizationDeps = {
  readonly db: Db
  readonly door: AwsDoor
  readonly jobs: JobQueue<Tx>
  readonly sealer: Sealer
  readonly now: () => Date
  readonly newId: () => string
  readonly storedKeysAllowed: boolean
}

/** `input` is the untyped form; `signal` ends the calls to AWS when the caller goes away. */
export type FormRequest = { readonly input: unknown; readonly signal: AbortSignal; readonly requestId?: string }
export type Registration = { readonly organization: Organization; readonly warnings: readonly Warning[]; readonly syncJobId: string | null }

/**
 * Registers an organization in the order of ORG-18 and queues its first sync. Nothing is stored unless every check passed; the row, its
 * audit event and its sync commit together. Of two requests for the same organization one is refused, also when they race (ORG-5).
 */
export async function registerOrganization(deps: RegisterOrganizationDeps, actor: Actor, request: FormRequest): Promise<Registration> {
  const work = { actor: actor.id, signal: request.signal }
  const form = await checkForm(deps, parseOrganizationForm, { input: request.input, work })
  const { credentials, settings } = form.value
  const validation = await validateOrganization(deps.door, credentials, work)
  if (validation.kind === 'refused') throw refusalError(validation)

  const { organization: facts, permissions, session, kitVersion } = validation
  const known = await findOrganizationByRef(deps.db, facts.organizationId)
  if (known !== undefined) throw alreadyRegistered(facts.organizationId)
  const adopted = await listAdoptedAccounts(deps, { session, work })
  const warnings = [...form.warnings, ...validation.warnings, ...adopted]

  const uid = deps.newId()
  const stored = toStoredValidation(permissions, { checkedAt: deps.now(), warnings })
  const row = { ...facts, ...settings, ...sealCredentials(deps.sealer, uid, credentials), validation: stored, kitVersion }
  const { organization, syncJobId } = await storeRegistration(deps, { actor, uid, row, request })
  return { organization, warnings, syncJobId }
}

type NewRow = { readonly actor: Actor; readonly uid: string; readonly row: OrganizationRow; readonly request: FormRequest }

async function storeRegistration(
  deps: RegisterOrganizationDeps,
  { actor, uid, row, request }: NewRow,
): Promise<Omit<Registration, 'warnings'>> {
  const at = deps.now()
  try {
    return await deps.db.transaction().execute(async (tx) => {
      await insertOrganization(tx, row, { uid, at, by: actor.id })
      const organization = await findOrganization(tx, uid)
      if (organization === undefined)
        throw organizationErrors.organization_not_found(`${row.organizationId} vanished while it was being registered.`)
      await recordAudit(tx, {
        actor,
        action: 'organization.registered',
        subject: `organization:${row.organizationId}`,
        after: auditView(organization),
        at,
        ...(request.requestId !== undefined && { requestId: request.requestId }),
      })
      return {
        organization,
        syncJobId: await enqueueSync(deps.jobs, tx, { organizationUid: uid, trigger: 'registration', requestedBy: actor.id }),
      }
    })
  } catch (error) {
    throw translateUniqueViolation(error, row) ?? error
  }
}
