import type { Answer } from './predict-sample.ts'
import type { SampleCase } from './sample-case.ts'

export type Disagreement = {
  /** Makes the question again in the same account. */
  readonly seed: number
  readonly action: string
  /** `access`: allowed against denied. `reason`: both deny, or both allow, but not for the same reason. */
  readonly kind: 'access' | 'reason'
  readonly engine: Omit<Answer, 'action'>
  readonly aws: Omit<Answer, 'action'>
  readonly question: Omit<SampleCase, 'seed' | 'actions'>
}

/**
 * Where AWS and the engine differ about a sample. An action that AWS did not answer is no agreement: it is left out of `answered`. AWS may
 * leave out what the organization says where SCPs do not matter, which is then not compared.
 */
export function compareAnswers(
  { seed, actions: _actions, ...question }: SampleCase,
  { engine, aws }: { readonly engine: readonly Answer[]; readonly aws: readonly Answer[] },
): { readonly answered: number; readonly disagreements: readonly Disagreement[] } {
  const byAction = new Map(aws.map((answer) => [answer.action.toLowerCase(), answer]))
  let answered = 0
  const disagreements = engine.flatMap(({ action, ...own }): Disagreement[] => {
    const given = byAction.get(action.toLowerCase())
    if (given === undefined) return []
    answered += 1
    const { action: _action, ...theirs } = given
    const isSameReason = theirs.allowedByOrganizations === undefined || theirs.allowedByOrganizations === own.allowedByOrganizations
    if (theirs.decision === own.decision && isSameReason) return []
    const kind = (theirs.decision === 'allowed') === (own.decision === 'allowed') ? 'reason' : 'access'
    return [{ seed, action, kind, engine: own, aws: theirs, question }]
  })
  return { answered, disagreements }
}
