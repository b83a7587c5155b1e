import type { FieldError } from '#lib/app-error.ts'
import type { CallerDescription } from '#platform/aws/callers/describe-caller.ts'
import type { InstalledDoor } from '#platform/aws/create-door.ts'
import type { AwsSession, Work } from '#platform/aws/door.ts'
import { explainAssumeFailure } from '#platform/aws/explain-assume.ts'
import { explainFailure, type FailedOutcome } from '#platform/aws/explain-outcome.ts'
import { parseArn } from '#platform/aws/arn.ts'
import { getCallerIdentity } from './collectors/get-caller-identity.collector.ts'
import { probeAction, probeRole } from './collectors/probe-role.collector.ts'
import type { ConnectionCredentials } from './connection.ts'
import { type ConnectionVerdict, decideConnectionStatus } from './decide-connection-status.ts'
import { connectionErrors, type connectionErrorSpecs } from './errors.ts'
import { targetOf } from './target.ts'

export type ConnectionDoor = Pick<InstalledDoor, 'open' | 'call' | 'forget' | 'describeCaller'>
export type CheckStep = 'caller' | 'assume_role' | 'identity'

export type ReachedAccount = {
  readonly kind: 'reached'
  readonly accountId: string
  readonly session: AwsSession
  readonly verdict: ConnectionVerdict
  readonly runningAs: CallerDescription
}
/** Why the account is not reached: at which step, under which error code, and what is known, may be, and can be done. */
export type NotReached = {
  readonly kind: 'refused'
  readonly step: CheckStep
  readonly code: keyof typeof connectionErrorSpecs
  readonly detail: string
  readonly fields: readonly FieldError[]
  readonly verdict: ConnectionVerdict
  readonly runningAs: CallerDescription | null
}
export type ConnectionCheck = ReachedAccount | NotReached

export type CheckRequest = {
  readonly credentials: ConnectionCredentials
  /** Undefined: the hosting account, whichever it is. */
  readonly accountId: string | undefined
  readonly work: Work
}

const fields = { arn: 'credentials.role.arn', duration: 'credentials.role.durationSeconds', caller: 'credentials.caller' }

/**
 * Proves that credentials lead into the account: who Reeve runs as, the role assumed, AWS's own word on whose credentials these are, and
 * one harmless call that shows the role's policy. Stores nothing; the first step that fails ends it.
 */
export async function checkConnection(door: ConnectionDoor, { credentials, accountId, work }: CheckRequest): Promise<ConnectionCheck> {
  const described = await door.describeCaller(credentials.caller, work)
  if (described.kind !== 'ok') {
    door.forget({ caller: credentials.caller })
    return callerFailed(described)
  }
  const runningAs = described.value

  const target = targetOf(credentials)
  // A target that failed a minute ago may work now: the owner has just repaired the role.
  if (target.role !== undefined) door.forget(target)
  const opened = await door.open(target, work)
  if (opened.kind !== 'ok') return roleFailed(opened, credentials, runningAs)
  const session = opened.value

  const proven = await getCallerIdentity(door, session, work)
  if (proven.kind !== 'ok') return identityFailed(proven, runningAs)
  const expected = target.expectedAccountId ?? accountId
  if (proven.value.accountId !== session.accountId || (expected !== undefined && proven.value.accountId !== expected))
    return otherAccount({ expected: expected ?? session.accountId, found: proven.value, hasRole: credentials.role !== null }, runningAs)

  const verdict = await probe(door, session, work)
  return { kind: 'reached', accountId: proven.value.accountId, session, verdict, runningAs }
}

async function probe(door: ConnectionDoor, session: AwsSession, work: Work): Promise<ConnectionVerdict> {
  const { principalArn } = session
  const roleName = /^assumed-role\/([^/]+)\//.exec(parseArn(principalArn)?.resource ?? '')?.[1]
  if (roleName === undefined) {
    const note = `Reached as ${principalArn}, which is no role: what it may do is not checked.`
    return decideConnectionStatus({ kind: 'not_probed', note })
  }
  const outcome = await probeRole(door, { session, work }, roleName)
  return decideConnectionStatus(
    outcome.kind === 'ok' ? { kind: 'probed' } : { kind: 'probe_failed', action: probeAction, principalArn, outcome },
  )
}

function callerFailed(outcome: FailedOutcome): NotReached {
  const detail = `Reeve's own credentials do not work, so no account can be tried. ${explainFailure(outcome)}`
  const step = 'caller'
  const code = isPassing(outcome) ? 'connection_checks_incomplete' : 'connection_caller_unavailable'
  const verdict = decideConnectionStatus({ kind: 'not_opened', outcome, detail })
  const field = { field: fields.caller, rule: 'must lead to working credentials', message: detail }
  return { kind: 'refused', step, code, detail, fields: [field], verdict, runningAs: null }
}

function roleFailed(outcome: FailedOutcome, { role }: ConnectionCredentials, runningAs: CallerDescription): NotReached {
  const explained = explainAssumeFailure(outcome, {
    roleArn: role?.arn ?? runningAs.principalArn,
    hasExternalId: role !== null && role.externalId !== null,
    fields,
  })
  const detail = `${explained.detail} Reeve is ${runningAs.text}.`
  const code = isPassing(outcome) ? 'connection_checks_incomplete' : 'connection_role_not_assumed'
  const verdict = decideConnectionStatus({ kind: 'not_opened', outcome, detail: explained.detail })
  const field = { field: explained.field, rule: 'must lead to a role that Reeve can assume', message: detail }
  return { kind: 'refused', step: 'assume_role', code, detail, fields: [field], verdict, runningAs }
}

function identityFailed(outcome: FailedOutcome, runningAs: CallerDescription): NotReached {
  const detail = `The session was opened, but AWS did not say whose it is. ${explainFailure(outcome)} Try again.`
  const verdict = decideConnectionStatus({ kind: 'not_opened', outcome, detail })
  return { kind: 'refused', step: 'identity', code: 'connection_checks_incomplete', detail, fields: [], verdict, runningAs }
}

type Mismatch = {
  readonly expected: string
  readonly found: { readonly accountId: string; readonly principalArn: string }
  readonly hasRole: boolean
}

function otherAccount({ expected, found, hasRole }: Mismatch, runningAs: CallerDescription): NotReached {
  const advice = hasRole
    ? 'Nothing is done with such credentials: check what answers in the place of AWS (AWS_ENDPOINT_URL, a proxy).'
    : `Without a role Reeve reaches only its own account, ${runningAs.accountId}. Give the ARN of a role in ${expected}.`
  const detail = `The credentials are of account ${found.accountId} (${found.principalArn}), not of ${expected}. ${advice}`
  const verdict = decideConnectionStatus({ kind: 'other_account', detail })
  const field = {
    field: hasRole ? fields.arn : 'accountId',
    value: expected,
    rule: 'must be the account that the credentials lead to',
    message: detail,
  }
  return { kind: 'refused', step: 'identity', code: 'connection_account_mismatch', detail, fields: [field], verdict, runningAs }
}

/** It may work in a minute, without anything being changed. */
function isPassing(outcome: FailedOutcome): boolean {
  return outcome.kind === 'throttled' || outcome.kind === 'network'
}

/** The refusal as the error that the API promises. */
export function refusalError({ code, detail, fields: faults }: NotReached) {
  return connectionErrors[code](`${detail} Nothing was stored.`, { fields: faults })
}
