import type { Disagreement } from './compare-answers.ts'

/** One run of the comparison with AWS's simulator. Counts are decisions: one action on one resource. */
export type Verification = {
  readonly id: string
  readonly finishedAt: Date
  readonly actor: string
  readonly accountId: string
  /** False when something else than AWS answered, such as the simulated AWS: such a run proves nothing about AWS. */
  readonly isAws: boolean
  readonly endpoint: string
  readonly version: string
  readonly seed: number
  readonly asked: number
  readonly answered: number
  readonly disagreementCount: number
  /** The first hundred, with everything needed to ask again. */
  readonly disagreements: readonly Disagreement[]
}

/** Kept and shown per run; whoever has more than this reads no further. */
export const keptDisagreementsMax = 100

/** What the doctor says about it. Not asking AWS is not agreeing with AWS. */
export function describeVerification(last: Verification | undefined): {
  readonly state: 'ok' | 'failed' | 'unknown'
  readonly detail: string
} {
  if (last === undefined) return { state: 'unknown', detail: 'not yet checked against AWS: reeve policy verify' }
  const { finishedAt, answered, asked, disagreementCount, version } = last
  const detail = `checked against AWS on ${finishedAt.toISOString().slice(0, 10)} by version ${version}: ${answered} of ${asked} decisions answered, ${disagreementCount} disagreements`
  return { state: disagreementCount > 0 ? 'failed' : 'ok', detail }
}
