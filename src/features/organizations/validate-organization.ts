import type { AppError, FieldError } from '#lib/app-error.ts'
import type { AwsDoor, AwsSession, SessionTarget, Work } from '#platform/aws/door.ts'
import { checkPermissions, deniedActions, type PermissionReport, unknownActions } from './check-permissions.ts'
import { describeOrganization, type DescribedOrganization } from './collectors/describe-organization.collector.ts'
import type { OrganizationCredentials, Warning } from './credentials-form.ts'
import { organizationErrors, type organizationErrorSpecs } from './errors.ts'
import { explainAssumeFailure } from '#platform/aws/explain-assume.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import type { RegisteredThrough } from './organization.ts'
import { parseRoleArn } from '#platform/aws/role-arn.ts'
import { probeMember } from './sync/collectors/probe-member.collector.ts'

export type ValidationStep = 'assume_role' | 'describe_organization' | 'permissions'

export type ValidatedOrganization = DescribedOrganization & {
  readonly partition: string
  readonly registeredThrough: RegisteredThrough
  readonly roleAccountId: string
}

export type Validation =
  | {
      readonly kind: 'valid'
      readonly session: AwsSession
      readonly organization: ValidatedOrganization
      readonly permissions: PermissionReport
      /** Version tag of the organization role; null where the role has none or may not read it. */
      readonly kitVersion: string | null
      readonly warnings: readonly Warning[]
    }
  | Refusal

/** Why a registration is refused: at which step, under which error code, and what is known, may be, and can be done. */
export type Refusal = {
  readonly kind: 'refused'
  readonly step: ValidationStep
  readonly code: keyof typeof organizationErrorSpecs
  readonly detail: string
  readonly fields: readonly FieldError[]
  readonly permissions?: PermissionReport
}

const roleField = 'credentials.organizationRole.arn'

/**
 * Proves against AWS that credentials can register an organization, in the order of ORG-18 after the form: assume the role, ask which
 * organization it is, check every permission. Stores nothing; the first step that fails ends it. Member roles are not tried (ORG-20).
 */
export async function validateOrganization(door: AwsDoor, credentials: OrganizationCredentials, work: Work): Promise<Validation> {
  const opened = await assumeOrgRole(door, credentials, work)
  if (opened.kind === 'refused') return opened
  const { session } = opened

  const described = await describeOrganization(door, session, work)
  if (described.kind === 'rejected' && described.code === 'AWSOrganizationsNotInUseException') {
    const message = `Account ${session.accountId}, in which the role lives, is in no organization. Give the role of the management account, or create an organization there first.`
    return refusal('describe_organization', 'organization_not_in_use', message, [
      { field: roleField, rule: 'must lead to an account of an organization', message },
    ])
  }
  if (described.kind === 'denied') {
    return refusal(
      'describe_organization',
      'organization_permissions_missing',
      `The role may not call organizations:DescribeOrganization, so its organization cannot be recognised. ${explainFailure(described)} Attach the policy that the kit renders.`,
      [missingAction('organizations:DescribeOrganization', explainFailure(described))],
    )
  }
  if (described.kind !== 'ok')
    return refusal('describe_organization', 'organization_checks_incomplete', `${explainFailure(described)} Nothing was stored; try again.`)

  const organization = placeOf(described.value, session)
  const permissions = await checkPermissions(door, { session, work }, { roleArn: credentials.organizationRole.arn, ...organization })
  const roleArn = credentials.organizationRole.arn
  const probed = await probeMember(door, { session, work }, roleArn.slice(roleArn.lastIndexOf('/') + 1))
  const kitVersion = probed.kind === 'ok' ? (probed.value.kitTag ?? null) : null
  return judgePermissions({ session, organization, permissions, kitVersion })
}

/** The target of credentials that are not stored yet. */
export function unsavedOrgTarget({ caller, organizationRole }: OrganizationCredentials): SessionTarget {
  const { arn, sessionName, durationSeconds, externalId } = organizationRole
  const parsed = parseRoleArn(arn)
  return {
    caller,
    role: { roleArn: arn, sessionName, durationSeconds, ...(externalId !== null && { externalId }) },
    ...(parsed.kind === 'ok' && { expectedAccountId: parsed.arn.accountId }),
  }
}

async function assumeOrgRole(
  door: AwsDoor,
  credentials: OrganizationCredentials,
  work: Work,
): Promise<{ readonly kind: 'assumed'; readonly session: AwsSession } | Refusal> {
  const target = unsavedOrgTarget(credentials)
  // A target that failed a minute ago may work now: the owner has just repaired the role.
  door.forget(target)
  const session = await door.open(target, work)
  if (session.kind === 'ok') return { kind: 'assumed', session: session.value }
  const explained = explainAssumeFailure(session, {
    roleArn: credentials.organizationRole.arn,
    hasExternalId: credentials.organizationRole.externalId !== null,
    fields: { arn: roleField, duration: 'credentials.organizationRole.durationSeconds', caller: 'credentials.caller' },
  })
  const code =
    session.kind === 'throttled' || session.kind === 'network' ? 'organization_checks_incomplete' : 'organization_role_not_assumed'
  const field = { field: explained.field, rule: 'must lead to a role that Reeve can assume', message: explained.detail }
  return { kind: 'refused', step: 'assume_role', code, detail: explained.detail, fields: [field] }
}

function placeOf(described: DescribedOrganization, session: AwsSession): ValidatedOrganization {
  const registeredThrough = session.accountId === described.managementAccountId ? 'management_account' : 'delegated_administrator'
  return { ...described, partition: session.partition, registeredThrough, roleAccountId: session.accountId }
}

type Findings = {
  readonly session: AwsSession
  readonly organization: ValidatedOrganization
  readonly permissions: PermissionReport
  readonly kitVersion: string | null
}

function judgePermissions({ session, organization, permissions, kitVersion }: Findings): Validation {
  const denied = deniedActions(permissions)
  if (denied.length > 0) {
    const names = denied.map(({ action }) => action).join(', ')
    const advice =
      organization.registeredThrough === 'management_account'
        ? 'Attach the policy that the kit renders to the role; where an SCP is named, exempt the role from it.'
        : delegationAdvice(organization)
    return {
      ...refusal(
        'permissions',
        'organization_permissions_missing',
        `The role lacks ${denied.length} of the required permissions: ${names}. ${advice}`,
        denied.map(({ action, why }) => missingAction(action, why)),
      ),
      permissions,
    }
  }
  const unknown = unknownActions(permissions)
  if (unknown.length > 0) {
    const detail = `AWS did not answer whether the role may do ${unknown.map(({ action }) => action).join(', ')}. ${unknown[0]!.why} Nothing was stored; try again.`
    return { ...refusal('permissions', 'organization_checks_incomplete', detail), permissions }
  }
  return { kind: 'valid', session, organization, permissions, kitVersion, warnings: warningsOf(organization, permissions) }
}

function delegationAdvice({ roleAccountId, managementAccountId }: ValidatedOrganization): string {
  return `The role lives in ${roleAccountId}, which is not the management account (${managementAccountId}). Register that account as a delegated administrator, or attach the resource-based delegation policy that the kit renders, in the management account.`
}

function warningsOf(
  { featureSet, registeredThrough, roleAccountId, managementAccountId }: ValidatedOrganization,
  { checks, simulator }: PermissionReport,
): Warning[] {
  const warnings: Warning[] = []
  if (featureSet === 'CONSOLIDATED_BILLING') {
    warnings.push({
      code: 'consolidated_billing',
      message:
        'The organization has consolidated billing only: there are no SCPs or RCPs to read, and none can protect it until all features are enabled.',
    })
  }
  if (registeredThrough === 'delegated_administrator') {
    warnings.push({
      code: 'delegated_administrator',
      message: `Registered through ${roleAccountId}, not through the management account ${managementAccountId}. Bulk reading of tags and changes to accounts need the management account.`,
    })
  }
  const artefacts = checks.filter(({ result }) => result === 'artefact').map(({ action }) => action)
  if (artefacts.length > 0) {
    warnings.push({
      code: 'simulator_artefact',
      message: `IAM's simulator denies ${artefacts.join(', ')}, yet AWS carries them out: a false alarm, usually from an SCP with conditions.`,
    })
  }
  if (simulator.kind === 'unavailable')
    warnings.push({
      code: 'not_simulated',
      message: `IAM's simulator could not be asked, so every action was called instead. ${simulator.why}`,
    })
  return warnings
}

function missingAction(action: string, why: string): FieldError {
  return { field: roleField, value: action, rule: `must allow ${action}`, message: `${action}: ${why}` }
}

function refusal(step: ValidationStep, code: Refusal['code'], detail: string, fields: readonly FieldError[] = []): Refusal {
  return { kind: 'refused', step, code, detail, fields }
}

/** The refusal as the error that the API promises. */
export function refusalError({ code, detail, fields }: Refusal): AppError {
  return organizationErrors[code](detail, { fields })
}
