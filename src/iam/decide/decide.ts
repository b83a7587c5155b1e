import { digest } from '../compile/digest.ts'
import { layerBits } from '../compile/plan.ts'
import type { CompiledPolicies } from '../compile/policies.ts'
import { type Decision, type DecidingStatement, type EvaluationRequest, type Layer, layerOrder } from '../types.ts'
import { blockingEitherWay } from './combine.ts'
import { hingesOf } from './hinges.ts'
import { situate, type Situation } from './situation.ts'
import { Tally } from './tally.ts'

const noStatements: readonly DecidingStatement[] = []
const noLayers: readonly Layer[] = []
const noKeys: readonly string[] = []
const accountHinge = 'resource.accountId'
const layersByMask: (readonly Layer[])[] = Array.from({ length: 1 << layerOrder.length }, (_, mask) =>
  layerOrder.filter((_layer, index) => (mask & (1 << index)) !== 0),
)

/**
 * Decides one request: an explicit deny anywhere wins, then every layer that must allow has to. Never throws. `decidedBy` lists all
 * matching Deny statements of an explicit deny, all matching Allow statements of an allow, in the order of the layers.
 */
export function decide(policies: CompiledPolicies, request: EvaluationRequest): Decision {
  const plan = policies.plan(request.action)
  const situation = situate(policies, plan, request)
  const tally = new Tally(digest(plan, situation.applies), situation)
  const blocking = blockingEitherWay(situation, tally.actual)
  const { denies, denied } = tally
  const turning =
    tally.uncertain === undefined && (situation.sameAccount !== undefined || blocking === 0 || denied !== 0)
      ? noKeys
      : hingesOf(tally, plan)
  // The one test that every decision pays for; the rest is for denials by RCPs alone.
  const byRcp = (denied | situation.unreadable) & layerBits.rcp
  const hingesOn =
    byRcp !== 0 && denied === (denied & layerBits.rcp) && !turning.includes(accountHinge) && hangsOnExemption(policies, request, situation)
      ? [...turning, accountHinge].sort()
      : turning
  const { diagnostics } = policies
  if (denies !== undefined)
    return { decision: 'explicit_deny', decidedBy: denies, blockedBy: layersOf(denied | blocking), hingesOn, diagnostics }
  if (blocking !== 0) return { decision: 'implicit_deny', decidedBy: noStatements, blockedBy: layersOf(blocking), hingesOn, diagnostics }
  return { decision: 'allowed', decidedBy: tally.allows, blockedBy: noLayers, hingesOn, diagnostics }
}

/**
 * RCPs do not reach the management account's resources. Where nobody knows whose resource it is and RCPs alone deny, the request would be
 * allowed there, if it is.
 */
function hangsOnExemption(policies: CompiledPolicies, request: EvaluationRequest, situation: Situation): boolean {
  const accountId = request.organization?.managementAccountId
  if (situation.sameAccount !== undefined || accountId === undefined || situation.environment.resourceAccountId !== undefined) return false
  return decide(policies, { ...request, resource: { arn: request.resource.arn, accountId } }).decision === 'allowed'
}

export function layersOf(mask: number): readonly Layer[] {
  return layersByMask[mask & (layersByMask.length - 1)]!
}
