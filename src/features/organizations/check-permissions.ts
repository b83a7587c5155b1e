import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Denial, Outcome } from '#platform/aws/outcome.ts'
import { callRequiredAction, findRootId, type ProbeIds } from './collectors/call-required-action.collector.ts'
import { simulateActions, type SimulatedAction } from './collectors/simulate-actions.collector.ts'
import type { FeatureSet, RegisteredThrough } from './organization.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import { organizationsActions, policyActions, requiredActions, type OrganizationsAction, type RequiredAction } from './required-actions.ts'

export type ActionResult = 'allowed' | 'denied' | 'artefact' | 'unknown' | 'not_needed'

/** What was found out about one action, and how: `simulated` trusts IAM's simulator, `called` trusts AWS itself. */
export type ActionCheck = {
  readonly action: RequiredAction
  readonly how: 'simulated' | 'called'
  readonly result: ActionResult
  readonly why: string
  readonly simulated?: SimulatedAction['decision']
  readonly denial?: Denial
}

export type PermissionReport = {
  readonly checks: readonly ActionCheck[]
  /** Whether the role could ask IAM's simulator, and if not, why. */
  readonly simulator: { readonly kind: 'used' } | { readonly kind: 'unavailable'; readonly why: string }
}

export type PermissionSubject = {
  readonly roleArn: string
  readonly managementAccountId: string
  readonly featureSet: FeatureSet
  readonly registeredThrough: RegisteredThrough
}

type At = { readonly session: AwsSession; readonly work: Work }

/**
 * Checks the exact action set of ROLE-5 (ORG-19). An action that the simulator denies is confirmed by calling it, since SCPs with
 * conditions mislead the simulator (SCPW-3); a success over a simulated deny is an `artefact`. Without the simulator every action is
 * called. In a delegated administrator's account every action is called too, because the simulator does not know delegations.
 */
export async function checkPermissions(door: AwsDoor, at: At, subject: PermissionSubject): Promise<PermissionReport> {
  const simulation = await simulateActions(door, at, { roleArn: subject.roleArn, actions: requiredActions })
  const simulated = new Map(simulation.kind === 'ok' ? simulation.value.map((result) => [result.action.toLowerCase(), result]) : [])
  const isProved = (action: OrganizationsAction) =>
    subject.registeredThrough === 'management_account' && simulated.get(action.toLowerCase())?.decision === 'allowed'
  const ids = organizationsActions.every(isProved) ? undefined : await findProbeIds(door, at, subject)
  const checks: ActionCheck[] = []
  for (const action of organizationsActions) {
    const answer = simulated.get(action.toLowerCase())
    if (ids === undefined || isProved(action))
      checks.push({ action, how: 'simulated', result: 'allowed', why: 'IAM simulates it as allowed.', simulated: 'allowed' })
    else checks.push(await confirm(door, at, { action, answer, ids, subject }))
  }
  checks.push(checkSimulator(simulation))
  return { checks, simulator: simulation.kind === 'ok' ? { kind: 'used' } : { kind: 'unavailable', why: explainFailure(simulation) } }
}

/** The actions that a registration must be refused for. */
export function deniedActions({ checks }: PermissionReport): readonly ActionCheck[] {
  return checks.filter(({ result }) => result === 'denied')
}

/** The actions of which nothing is known, because AWS did not answer. */
export function unknownActions({ checks }: PermissionReport): readonly ActionCheck[] {
  return checks.filter(({ result }) => result === 'unknown')
}

type Confirmation = {
  readonly action: OrganizationsAction
  readonly answer: SimulatedAction | undefined
  readonly ids: ProbeIds
  readonly subject: PermissionSubject
}

async function confirm(door: AwsDoor, at: At, { action, answer, ids, subject }: Confirmation): Promise<ActionCheck> {
  const outcome = await callRequiredAction(door, at, { action, ids })
  const base = { action, how: 'called' as const, ...(answer !== undefined && { simulated: answer.decision }) }
  if (outcome.kind === 'denied') return { ...base, ...judgeDenial(outcome.denial, { action, subject }), denial: outcome.denial }
  if (outcome.kind !== 'ok' && outcome.kind !== 'rejected' && !(outcome.kind === 'service_absent' && isBillingOnly(action, subject))) {
    return { ...base, result: 'unknown', why: explainFailure(outcome) }
  }
  if (answer === undefined || answer.decision === 'allowed') return { ...base, result: 'allowed', why: 'AWS carried out the call.' }
  return {
    ...base,
    result: 'artefact',
    why: `AWS carried out the call although IAM simulates ${answer.decision}${simulatedCause(answer)}.`,
  }
}

function judgeDenial(
  denial: Denial,
  { action, subject }: { action: RequiredAction; subject: PermissionSubject },
): Pick<ActionCheck, 'result' | 'why'> {
  if (isBillingOnly(action, subject))
    return { result: 'not_needed', why: 'The organization has consolidated billing only: it has no policies to read.' }
  return { result: 'denied', why: explainFailure({ kind: 'denied', denial }) }
}

function isBillingOnly(action: RequiredAction, { featureSet }: PermissionSubject): boolean {
  return featureSet === 'CONSOLIDATED_BILLING' && policyActions.has(action)
}

function simulatedCause({ allowedByOrganizations, allowedByBoundary }: SimulatedAction): string {
  if (allowedByOrganizations === false) return ' because of an SCP, whose conditions the simulator cannot always evaluate'
  return allowedByBoundary === false ? ' because of a permissions boundary' : ''
}

/** The simulator itself is a means, not an end: where it cannot be asked, calling has answered everything it could have said. */
function checkSimulator(simulation: Outcome<unknown>): ActionCheck {
  const action = 'iam:SimulatePrincipalPolicy'
  if (simulation.kind === 'ok') return { action, how: 'called', result: 'allowed', why: 'The simulation ran.' }
  return {
    action,
    how: 'called',
    result: 'not_needed',
    why: `${explainFailure(simulation)} Every other action was checked by calling it instead.`,
    ...(simulation.kind === 'denied' && { denial: simulation.denial }),
  }
}

/** A well-formed id stands in for a root that may not be listed: permissions here do not depend on the id. */
async function findProbeIds(door: AwsDoor, { session, work }: At, { managementAccountId }: PermissionSubject): Promise<ProbeIds> {
  const root = await findRootId(door, session, work)
  return { rootId: (root.kind === 'ok' && root.value) || 'r-0000', accountId: managementAccountId }
}
