import { digest } from '../compile/digest.ts'
import type { CompiledPolicies } from '../compile/policies.ts'
import { type Decision, type DecidingStatement, type EvaluationRequest, type Layer, layerOrder } from '../types.ts'
import { blockingEitherWay } from './combine.ts'
import { hingesOf } from './hinges.ts'
import { situate } from './situation.ts'
import { Tally } from './tally.ts'

const noStatements: readonly DecidingStatement[] = []
const noLayers: readonly Layer[] = []
const noKeys: readonly string[] = []
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
  const hingesOn =
    tally.uncertain === undefined && (situation.sameAccount !== undefined || blocking === 0 || denied !== 0)
      ? noKeys
      : hingesOf(tally, plan)
  const { diagnostics } = policies
  if (denies !== undefined)
    return { decision: 'explicit_deny', decidedBy: denies, blockedBy: layersOf(denied | blocking), hingesOn, diagnostics }
  if (blocking !== 0) return { decision: 'implicit_deny', decidedBy: noStatements, blockedBy: layersOf(blocking), hingesOn, diagnostics }
  return { decision: 'allowed', decidedBy: tally.allows, blockedBy: noLayers, hingesOn, diagnostics }
}

export function layersOf(mask: number): readonly Layer[] {
  return layersByMask[mask & (layersByMask.length - 1)]!
}
