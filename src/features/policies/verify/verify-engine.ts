import type { Actor } from '#platform/auth/actor.ts'
import type { InstalledDoor } from '#platform/aws/create-door.ts'
import type { Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Db } from '#platform/db/db.ts'
import { policyErrors } from '../errors.ts'
import { compareAnswers, type Disagreement } from './compare-answers.ts'
import { predictSample } from './predict-sample.ts'
import { sampleCase } from './sample-case.ts'
import { simulateCustomPolicy } from './simulate-custom-policy.collector.ts'
import { keptDisagreementsMax, type Verification } from './verification.ts'
import { insertVerification } from './verification-rows.ts'

export type VerifyDeps = {
  readonly db: Db
  readonly door: Pick<InstalledDoor, 'open' | 'call' | 'describeEndpoint'>
  readonly version: string
  readonly now: () => Date
  readonly newId: () => string
}
export type VerifyInput = { readonly samples: number; readonly seed: number; readonly signal: AbortSignal }

/** After so many questions without an answer in a row the simulator is taken to be out of reach. */
const unansweredMax = 5

/**
 * Asks AWS's policy simulator about at least `samples` generated decisions and compares its answers with the engine's. Uses the caller's own
 * credentials, which need `iam:SimulateCustomPolicy`; changes nothing in AWS. What was not answered counts as asked, never as agreed. The
 * run is stored, with the first hundred disagreements.
 */
export async function verifyEngine(deps: VerifyDeps, actor: Actor, input: VerifyInput): Promise<Verification> {
  const found = await askAll(deps, actor, input)
  const { isAws, address } = deps.door.describeEndpoint('iam')
  const verification: Verification = {
    id: deps.newId(),
    finishedAt: deps.now(),
    actor: actor.id,
    accountId: found.accountId,
    isAws,
    endpoint: address,
    version: deps.version,
    seed: input.seed,
    asked: found.asked,
    answered: found.answered,
    disagreementCount: found.disagreements.length,
    disagreements: found.disagreements.slice(0, keptDisagreementsMax),
  }
  await deps.db.transaction().execute(async (tx) => {
    await insertVerification(tx, verification)
    const { asked, answered, disagreementCount, endpoint } = verification
    await recordAudit(tx, {
      actor,
      action: 'policy_engine.verified',
      subject: `policy_verification:${verification.id}`,
      after: { asked, answered, disagreementCount, endpoint },
      at: verification.finishedAt,
    })
  })
  return verification
}

type Found = {
  readonly accountId: string
  readonly asked: number
  readonly answered: number
  readonly disagreements: readonly Disagreement[]
}

async function askAll({ door }: VerifyDeps, actor: Actor, { samples, seed, signal }: VerifyInput): Promise<Found> {
  const work: Work = { actor: actor.id, signal }
  const opened = await door.open({ caller: { kind: 'default' } }, work)
  if (opened.kind !== 'ok') throw unanswered(opened)
  const session = opened.value
  const disagreements: Disagreement[] = []
  let asked = 0
  let answered = 0
  let silent = 0
  for (let at = seed; asked < samples; at += 1) {
    const sample = sampleCase(at, session)
    const outcome = await simulateCustomPolicy(door, { session, work }, sample)
    asked += sample.actions.length
    if (outcome.kind !== 'ok') {
      silent += 1
      if (outcome.kind === 'denied' || silent === unansweredMax) throw unanswered(outcome)
      continue
    }
    silent = 0
    const compared = compareAnswers(sample, { engine: predictSample(sample, session), aws: outcome.value })
    answered += compared.answered
    disagreements.push(...compared.disagreements)
  }
  return { accountId: session.accountId, asked, answered, disagreements }
}

function unanswered(outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>): Error {
  const message = outcome.kind === 'denied' ? outcome.denial.message : outcome.message
  const remedy = outcome.kind === 'denied' ? ' The caller needs iam:SimulateCustomPolicy on *.' : ''
  return policyErrors.policy_simulator_silent(`AWS's policy simulator did not answer (${outcome.kind}): ${message}${remedy}`)
}
