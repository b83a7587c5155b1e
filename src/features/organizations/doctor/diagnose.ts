import { explainFailure, type FailedOutcome } from '#platform/aws/explain-outcome.ts'
import type { CauseCode, Side } from './causes.ts'
import type { AccountEvidence, DoctorEvidence, RoleCheck } from './evidence.ts'
import { type Context, type RankedCause, rankAssumeCauses, toRanked } from './rank-causes.ts'

export type AccountDiagnosis = {
  readonly accountId: string
  readonly name: string
  readonly roleArn: string
  readonly result: 'ok' | 'assume_failed' | 'permission_missing' | 'scp_blocked' | 'suspended' | 'unknown'
  /** Whose problem it is; `undecided` where the evidence does not say. */
  readonly side: Side | 'none' | 'undecided'
  /** What AWS itself said, and that it does not say more where it does not. */
  readonly awsSays: string
  readonly causes: readonly RankedCause[]
  readonly notes: readonly string[]
}

export type Diagnosis = {
  readonly side: Side | 'none' | 'both' | 'undecided'
  readonly summary: string
  readonly caller: { readonly arn: string | null; readonly problem: string | null }
  readonly orgRole: { readonly result: 'ok' | 'failed'; readonly problem: string | null }
  readonly accounts: readonly AccountDiagnosis[]
  readonly notes: readonly string[]
}

/** Turns evidence into a diagnosis. Pure; never more certain than its evidence. */
export function diagnose(evidence: DoctorEvidence): Diagnosis {
  const { caller, orgRole } = evidence
  const accounts = evidence.accounts.map((account) => diagnoseAccount(account, contextOf(account, evidence)))
  const side = sideOf(evidence, accounts)
  return {
    side,
    summary: summarize(side, accounts),
    caller: caller.kind === 'known' ? { arn: caller.arn, problem: null } : { arn: null, problem: explainFailure(caller.outcome) },
    orgRole: orgRole.kind === 'assumed' ? { result: 'ok', problem: null } : { result: 'failed', problem: explainFailure(orgRole.outcome) },
    accounts,
    notes: tokenNotes(evidence),
  }
}

function contextOf(account: AccountEvidence, { hasExternalId, orgRole, accounts }: DoctorEvidence): Context {
  const others = accounts.filter(({ accountId }) => accountId !== account.accountId)
  const refused = others.filter(({ attempt }) => attempt.kind === 'failed' && attempt.outcome.kind === 'denied').length
  return { hasExternalId, orgRole, siblings: { assumed: others.filter(({ attempt }) => attempt.kind === 'assumed').length, refused } }
}

function diagnoseAccount(account: AccountEvidence, context: Context): AccountDiagnosis {
  const { accountId, name, roleArn, attempt, role } = account
  const base = { accountId, name, roleArn }
  if (attempt.kind === 'failed') {
    const causes = rankAssumeCauses(account, attempt.outcome, context)
    return { ...base, result: resultOf(causes[0]?.code), side: agreedSide(causes), awsSays: awsSays(attempt.outcome), causes, notes: [] }
  }
  const notes =
    account.withoutExternalId === 'assumed'
      ? [
          'The role can be assumed without the ExternalId too, so it does not guard against a confused deputy: add the condition to its trust policy.',
        ]
      : []
  return { ...base, ...diagnoseRole(account, role), notes: [...notes, ...kitNotes(role)] }
}

function diagnoseRole(
  { predicted }: AccountEvidence,
  role: RoleCheck | undefined,
): Pick<AccountDiagnosis, 'result' | 'side' | 'awsSays' | 'causes'> {
  if (role === undefined || role.kind === 'read') return { result: 'ok', side: 'none', awsSays: '', causes: [] }
  const { outcome } = role
  if (outcome.kind !== 'denied') return { result: 'unknown', side: 'undecided', awsSays: explainFailure(outcome), causes: [] }
  const scp = predicted.find(({ layer }) => layer === 'scp')
  if (outcome.denial.by === 'scp')
    return {
      result: 'scp_blocked',
      side: 'target',
      awsSays: awsSays(outcome),
      causes: [toRanked('scp_blocks_role', 'certain', [`AWS: ${outcome.denial.message}`])],
    }
  if (outcome.denial.by === 'unknown' && scp !== undefined) {
    const evidence = `By its harvested text, ${scp.policy}${scp.sid === null ? '' : ` (${scp.sid})`} at ${scp.target} denies this call.`
    return {
      result: 'scp_blocked',
      side: 'target',
      awsSays: awsSays(outcome),
      causes: [toRanked('scp_blocks_role', 'likely', [evidence]), toRanked('policy_missing', 'possible', [])],
    }
  }
  const confidence = outcome.denial.by === 'unknown' ? 'likely' : 'certain'
  return {
    result: 'permission_missing',
    side: 'target',
    awsSays: awsSays(outcome),
    causes: [toRanked('policy_missing', confidence, [`AWS: ${outcome.denial.message}`])],
  }
}

function resultOf(code: CauseCode | undefined): AccountDiagnosis['result'] {
  if (code === 'account_inactive') return 'suspended'
  return code === 'unreachable' ? 'unknown' : 'assume_failed'
}

function awsSays(outcome: FailedOutcome): string {
  if (outcome.kind === 'denied' && outcome.denial.by === 'unknown')
    return `${outcome.denial.message} AWS does not say which policy, or whether the role exists.`
  return explainFailure(outcome)
}

/** A side is named only where every candidate of weight agrees: a single likely cause decides, several possible ones must be on one side. */
function agreedSide(causes: readonly RankedCause[]): AccountDiagnosis['side'] {
  const [first] = causes
  if (first === undefined) return 'undecided'
  if (first.confidence !== 'possible') return first.side
  return causes.every(({ side }) => side === first.side) ? first.side : 'undecided'
}

function sideOf({ caller, orgRole }: DoctorEvidence, accounts: readonly AccountDiagnosis[]): Diagnosis['side'] {
  if (caller.kind === 'failed') return 'caller'
  const sides = new Set(accounts.map(({ side }) => side).filter((side) => side !== 'none'))
  if (sides.size === 0) return orgRole.kind === 'assumed' ? 'none' : 'undecided'
  if (sides.has('undecided')) return 'undecided'
  if (sides.size === 2) return 'both'
  return sides.has('caller') ? 'caller' : 'target'
}

function summarize(side: Diagnosis['side'], accounts: readonly AccountDiagnosis[]): string {
  const failed = accounts.filter(({ result }) => result !== 'ok').length
  if (side === 'none') return `The caller, the organization role and all ${accounts.length} accounts that were tried are well.`
  const where = {
    caller: "The problem lies on the caller's side",
    target: 'The problem lies in the accounts',
    both: "There are problems on the caller's side and in the accounts",
    undecided: 'The evidence does not say on which side the problem lies',
  }[side]
  return `${where}: ${failed} of ${accounts.length} accounts failed.`
}

function kitNotes(role: RoleCheck | undefined): string[] {
  if (role?.kind !== 'read') return []
  const { kit } = role
  if (kit.kind === 'old')
    return [
      `The role has kit ${kit.version}; what newer kits added is unknown here, not failed. Show it with: reeve org kit --diff ${kit.version}`,
    ]
  if (kit.kind === 'untagged')
    return ['The role carries no kit version, so it was made by hand or by an old kit; what it may do is known only by trying.']
  return kit.kind === 'newer' ? [`The role has kit ${kit.version}, newer than this Reeve.`] : []
}

function tokenNotes({ token }: DoctorEvidence): string[] {
  if (token.kind === 'unknown')
    return [
      `Whether the caller's account issues version 2 tokens at the global STS endpoint is unknown (${token.why}). Reeve uses Regional endpoints, whose tokens work everywhere.`,
    ]
  if (token.version >= 2) return []
  return [
    "The caller's account issues version 1 tokens at the global STS endpoint, which opt-in Regions refuse. Reeve uses Regional endpoints and is not affected; other tools are. Fix: aws iam set-security-token-service-preferences --global-endpoint-token-version v2Token",
  ]
}
