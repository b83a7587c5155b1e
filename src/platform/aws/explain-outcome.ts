import { assertNever } from '#lib/assert-never.ts'
import type { Denial, DeniedBy, Outcome } from './outcome.ts'

export type FailedOutcome = Exclude<Outcome<never>, { kind: 'ok' }>

const layers: Readonly<Record<DeniedBy, string>> = {
  identity: 'the policies of the role',
  boundary: "the role's permissions boundary",
  session: 'a session policy',
  scp: 'a service control policy (SCP)',
  rcp: 'a resource control policy (RCP)',
  resource: 'a resource-based policy',
  trust: 'the trust policy of the role',
  vpc_endpoint: 'a VPC endpoint policy',
  unknown: '',
}

/** One sentence on why a call did not succeed: what AWS said, and no more than it said. */
export function explainFailure(outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>): string {
  switch (outcome.kind) {
    case 'denied':
      return explainDenial(outcome.denial)
    case 'throttled':
      return `AWS throttled the call ${outcome.attempts} times (${outcome.code}). Try again in a minute.`
    case 'region_disabled':
      return `The Region ${outcome.region} is not enabled in the account.`
    case 'service_absent':
      return `The endpoint does not offer this operation (${outcome.code}).`
    case 'account_inactive':
      return `The account is suspended or closed: ${outcome.message}`
    case 'expired':
      return `The credentials have expired (${outcome.code}): ${outcome.message}`
    case 'rejected':
      return `AWS refused the call (${outcome.code}): ${outcome.message}`
    case 'network':
      return `AWS could not be reached (${outcome.code}): ${outcome.message}`
    default:
      return assertNever(outcome)
  }
}

function explainDenial({ by, explicit, policyArn, message, code }: Denial): string {
  if (by === 'unknown') return `AWS denied the call (${code}) and does not say which policy did: ${message}`
  const how = explicit === true ? 'An explicit deny in' : explicit === false ? 'No allow in' : 'Denied by'
  return `${how} ${layers[by]}${policyArn === undefined ? '' : ` (${policyArn})`}: ${message}`
}
