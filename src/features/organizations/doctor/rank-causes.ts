import type { FailedOutcome } from '#platform/aws/explain-outcome.ts'
import { type CauseCode, causeTexts, type Side } from './causes.ts'
import type { AccountEvidence, DoctorEvidence } from './evidence.ts'

export type Confidence = 'certain' | 'likely' | 'possible'
export type RankedCause = {
  readonly code: CauseCode
  readonly side: Side
  readonly confidence: Confidence
  readonly cause: string
  readonly evidence: readonly string[]
  readonly fix: string
}

/** How the other accounts of the same run fared: same caller, same role name, same ExternalId. */
export type Siblings = { readonly assumed: number; readonly refused: number }

export type Context = Pick<DoctorEvidence, 'hasExternalId' | 'orgRole'> & { readonly siblings: Siblings }

/** A lead of this many points over the next candidate makes a cause likely rather than possible. */
const likelyLead = 2

/**
 * Ranks what may keep the role from being assumed. AWS answers most of these with one AccessDenied, so nothing here is certain unless AWS
 * named it or an experiment proved it; the rest is ordered by evidence.
 */
export function rankAssumeCauses(account: AccountEvidence, outcome: FailedOutcome, context: Context): RankedCause[] {
  const proved = findProof(account, outcome)
  if (proved !== undefined) return [toRanked(proved.code, 'certain', [proved.evidence])]
  const board = new ScoreBoard()
  scorePriors(board, context)
  scoreSiblings(board, context)
  scoreStackInstance(board, account)
  scoreHistory(board, account)
  scorePredictions(board, account)
  return board.ranked()
}

type Proof = { readonly code: CauseCode; readonly evidence: string }

/** What AWS said outright, or an experiment settled. */
function findProof(account: AccountEvidence, outcome: FailedOutcome): Proof | undefined {
  if (outcome.kind === 'account_inactive') return { code: 'account_inactive', evidence: `AWS: ${outcome.message}` }
  if (account.state === 'SUSPENDED' || account.state === 'CLOSED')
    return { code: 'account_inactive', evidence: `Organizations lists the account as ${account.state}.` }
  if (outcome.kind === 'region_disabled') return { code: 'region_disabled', evidence: `AWS: ${outcome.message}` }
  if (outcome.kind === 'expired') return { code: 'caller_expired', evidence: `AWS: ${outcome.message}` }
  if (outcome.kind === 'network' || outcome.kind === 'throttled' || outcome.kind === 'service_absent')
    return { code: 'unreachable', evidence: `${outcome.code}: ${outcome.message}` }
  if (outcome.kind === 'rejected')
    return {
      code: /Duration/i.test(outcome.message) ? 'duration_too_long' : 'unreachable',
      evidence: `${outcome.code}: ${outcome.message}`,
    }
  if (account.withoutExternalId === 'assumed')
    return { code: 'external_id_differs', evidence: 'The same call without the ExternalId succeeded.' }
  return proofInMessage(outcome)
}

function proofInMessage({ denial }: Extract<FailedOutcome, { kind: 'denied' }>): Proof | undefined {
  const evidence = `AWS${denial.policyArn === undefined ? '' : ` names ${denial.policyArn}`}: ${denial.message}`
  if (denial.by === 'rcp') return { code: 'rcp', evidence }
  if (denial.by === 'scp') return { code: 'caller_scp', evidence }
  if (denial.by === 'identity' || denial.by === 'boundary' || denial.by === 'session') return { code: 'caller_policy', evidence }
  if (denial.by === 'trust') return { code: 'trust_excludes_caller', evidence }
  return undefined
}

function scorePriors(board: ScoreBoard, { hasExternalId, orgRole }: Context): void {
  board.add('role_missing', 3)
  board.add('trust_excludes_caller', 2)
  board.add('external_id_differs', 2, hasExternalId ? undefined : 'No ExternalId is configured; a role that expects one refuses.')
  board.add('caller_policy', 2)
  if (orgRole.kind === 'assumed') board.add('caller_policy', -1, 'The same caller could assume the organization role.')
  else board.add('caller_policy', 1, 'The same caller could not assume the organization role either.')
}

function scoreSiblings(board: ScoreBoard, { siblings }: Context): void {
  const { assumed, refused } = siblings
  if (assumed > 0) {
    const seen = `${assumed} other ${assumed === 1 ? 'account' : 'accounts'} accepted the same caller, role name and ExternalId.`
    board.drop('caller_policy')
    board.add('role_missing', 0, seen)
    board.add('trust_excludes_caller', 0, seen)
    board.add('external_id_differs', 0, seen)
    return
  }
  if (refused < 2) return
  const seen = `All ${refused + 1} accounts that were tried refused alike.`
  board.add('registration_settings', 4, seen)
  board.add('caller_policy', 2.5, seen)
}

function scoreStackInstance(board: ScoreBoard, { stackInstance, isManagementAccount }: AccountEvidence): void {
  switch (stackInstance.kind) {
    case 'current':
      board.add('role_missing', -3, 'The StackSet reports its role as deployed here.')
      board.add('trust_excludes_caller', 1, 'The StackSet reports its role as deployed here.')
      board.add('external_id_differs', 1, 'The StackSet reports its role as deployed here.')
      return
    case 'behind':
      if (/already exists/i.test(stackInstance.reason ?? '')) {
        const seen = 'The StackSet found a role of this name that it did not make.'
        board.add('role_missing', -3, seen)
        board.add('trust_excludes_caller', 2, seen)
        board.add('external_id_differs', 2, seen)
        return
      }
      board.add(
        'role_missing',
        3,
        `The StackSet has not arrived here: ${stackInstance.status}${stackInstance.reason === null ? '' : ` (${stackInstance.reason})`}.`,
      )
      return
    case 'absent':
      board.add(
        'role_missing',
        3,
        isManagementAccount
          ? 'This is the management account, which service-managed StackSets skip.'
          : 'The StackSet has no instance in this account.',
      )
      return
    case 'unknown':
      if (isManagementAccount) board.add('role_missing', 0.5, 'This is the management account, which service-managed StackSets skip.')
  }
}

function scoreHistory(board: ScoreBoard, { lastReachedAt }: AccountEvidence): void {
  if (lastReachedAt === null) return
  const seen = `Reeve reached the account before, last at ${lastReachedAt}: something has changed since.`
  board.add('trust_excludes_caller', 1, seen)
  board.add('role_missing', 0, seen)
}

function scorePredictions(board: ScoreBoard, { predicted }: AccountEvidence): void {
  for (const { layer, policy, sid, target, hingesOn } of predicted) {
    const doubt = hingesOn.length === 0 ? '' : `, depending on ${hingesOn.join(', ')}`
    const seen = `By its harvested text, ${policy}${sid === null ? '' : ` (${sid})`} at ${target} denies this call${doubt}.`
    board.add(layer === 'rcp' ? 'rcp' : 'caller_scp', hingesOn.length === 0 ? 7 : 4, seen)
  }
}

type Score = { readonly points: number; readonly evidence: readonly string[] }

class ScoreBoard {
  readonly #scores = new Map<CauseCode, Score>()

  add(code: CauseCode, points: number, evidence?: string): void {
    const known = this.#scores.get(code) ?? { points: 0, evidence: [] }
    this.#scores.set(code, {
      points: known.points + points,
      evidence: evidence === undefined ? known.evidence : [...known.evidence, evidence],
    })
  }

  drop(code: CauseCode): void {
    this.#scores.delete(code)
  }

  ranked(): RankedCause[] {
    const sorted = [...this.#scores].filter(([, { points }]) => points > 0).toSorted(([, a], [, b]) => b.points - a.points)
    const [first, second] = sorted
    const leads = first !== undefined && first[1].points - (second?.[1].points ?? 0) >= likelyLead
    return sorted.map(([code, { evidence }], index) => toRanked(code, index === 0 && leads ? 'likely' : 'possible', evidence))
  }
}

export function toRanked(code: CauseCode, confidence: Confidence, evidence: readonly string[]): RankedCause {
  return { code, confidence, evidence, ...causeTexts[code] }
}
