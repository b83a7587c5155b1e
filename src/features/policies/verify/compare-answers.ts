import type { Answer } from './predict-sample.ts'
import type { SampleCase } from './sample-case.ts'

/** An answer without the action. */
export type Said = Pick<Answer, 'decision' | 'allowedByOrganizations'>

export type Disagreement = {
  /** Makes the question again in the same account. */
  readonly seed: number
  readonly action: string
  /** `access`: allowed against denied. `reason`: both deny, or both allow, but not for the same reason. */
  readonly kind: 'access' | 'reason'
  readonly engine: Said
  readonly aws: Said
  readonly question: Omit<SampleCase, 'seed' | 'actions'>
}

/**
 * Where AWS and the engine differ about a sample. An action that AWS did not answer is no agreement: it is left out of `answered`. AWS may
 * leave out what the organization says where SCPs do not matter, which is then not compared.
 */
export function compareAnswers(
  sample: SampleCase,
  { engine, aws }: { readonly engine: readonly Answer[]; readonly aws: readonly Answer[] },
): { readonly answered: number; readonly disagreements: readonly Disagreement[] } {
  const { seed, identity, boundary, levels, resource, context } = sample
  const question = { identity, ...(boundary !== undefined && { boundary }), ...(levels !== undefined && { levels }), resource, context }
  const byAction = new Map(aws.map((answer) => [answer.action.toLowerCase(), answer]))
  let answered = 0
  const disagreements = engine.flatMap((answer): Disagreement[] => {
    const given = byAction.get(answer.action.toLowerCase())
    if (given === undefined) return []
    answered += 1
    const [own, theirs] = [saidBy(answer), saidBy(given)]
    const isSameReason = theirs.allowedByOrganizations === undefined || theirs.allowedByOrganizations === own.allowedByOrganizations
    if (theirs.decision === own.decision && isSameReason) return []
    const kind = (theirs.decision === 'allowed') === (own.decision === 'allowed') ? 'reason' : 'access'
    return [{ seed, action: answer.action, kind, engine: own, aws: theirs, question }]
  })
  return { answered, disagreements }
}

function saidBy({ decision, allowedByOrganizations }: Answer): Said {
  return { decision, ...(allowedByOrganizations !== undefined && { allowedByOrganizations }) }
}
