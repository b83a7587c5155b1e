import type { Actor } from '#platform/auth/actor.ts'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db } from '#platform/db/db.ts'
import type { FieldError } from '#lib/app-error.ts'
import { checkForm } from './check-form.ts'
import type { ActionCheck } from './check-permissions.ts'
import type { Warning } from './credentials-form.ts'
import { listAdoptedAccounts } from './list-adopted-accounts.ts'
import { parseOrganizationForm } from './organization-form.ts'
import { findOrganizationByRef } from './queries.ts'
import type { FormRequest } from './register-organization.ts'
import { type ValidatedOrganization, validateOrganization, type ValidationStep } from './validate-organization.ts'

export type TestRegistrationDeps = { readonly db: Db; readonly door: AwsDoor; readonly storedKeysAllowed: boolean }

/** What a registration with this form would come to. */
export type RegistrationReport = {
  readonly isRegistrable: boolean
  readonly organization: ValidatedOrganization | null
  readonly failedStep: ValidationStep | 'already_registered' | null
  readonly detail: string
  readonly problems: readonly FieldError[]
  readonly actions: readonly ActionCheck[]
  readonly warnings: readonly Warning[]
}

/** The checks of a registration without storing anything ("test only"). A form that breaks its rules is refused as at registration. */
export async function testRegistration(deps: TestRegistrationDeps, actor: Actor, request: FormRequest): Promise<RegistrationReport> {
  const work = { actor: actor.id, signal: request.signal }
  const form = await checkForm(deps, parseOrganizationForm, { input: request.input, work })
  const validation = await validateOrganization(deps.door, form.value.credentials, work)
  if (validation.kind === 'refused') {
    const { step, detail, fields, permissions } = validation
    return {
      isRegistrable: false,
      organization: null,
      failedStep: step,
      detail,
      problems: fields,
      actions: permissions?.checks ?? [],
      warnings: form.warnings,
    }
  }
  const { organization, permissions, session } = validation
  const known = await findOrganizationByRef(deps.db, organization.organizationId)
  const adopted = known === undefined ? await listAdoptedAccounts(deps, { session, work }) : []
  return {
    isRegistrable: known === undefined,
    organization,
    failedStep: known === undefined ? null : 'already_registered',
    detail:
      known === undefined ? `${organization.organizationId} can be registered.` : `${organization.organizationId} is registered already.`,
    problems: [],
    actions: permissions.checks,
    warnings: [...form.warnings, ...validation.warnings, ...adopted],
  }
}
