import { type CompiledPolicies } from '../compile/policies.ts'
import { type GroupPlan, layerBits } from '../compile/plan.ts'
import { decide } from '../decide/decide.ts'
import { situate, type Situation } from '../decide/situation.ts'
import { type Decision, type EvaluationRequest, type Layer, layerOrder } from '../types.ts'
import type { Explanation, LayerNote, LayerOutcome, NearMiss, StatementNote } from './explanation.ts'
import { firstMiss } from './miss.ts'
import { sentenceFor } from './sentence.ts'

/**
 * Decides as `decide` does, and says why: every layer with the statements that matched and those that mean the action but fail in one
 * element. Statements about other actions are left out.
 */
export function explain(policies: CompiledPolicies, request: EvaluationRequest): Explanation {
  const decision = decide(policies, request)
  const plan = policies.plan(request.action)
  const situation = situate(policies, plan, request)
  const layers = [
    ...plan.groups.map((group) => noteGroup(group, situation, decision)),
    ...notesOnMissingLayers(policies, situation, decision),
  ]
  layers.sort((a, b) => layerOrder.indexOf(a.layer) - layerOrder.indexOf(b.layer))
  return { ...decision, layers, sentence: sentenceFor({ decision, layers, plan, situation, request }) }
}

function noteGroup(plan: GroupPlan, situation: Situation, decision: Decision): LayerNote {
  const { layer, layerBit, target, isReadable } = plan.group
  const place = target === undefined ? { layer } : { layer, target }
  if ((situation.applies & layerBit) === 0)
    return { ...place, outcome: skipped(layer, situation), isBlocking: false, matched: [], nearMisses: [] }
  const matched: StatementNote[] = []
  const nearMisses: NearMiss[] = []
  let denies = false
  for (const { statement, ref } of plan.denies) {
    const failed = firstMiss(statement, situation.environment)
    if (failed === undefined) matched.push({ ...ref, effect: 'Deny' })
    else nearMisses.push({ ...ref, effect: 'Deny', failed })
    denies ||= failed === undefined
  }
  let allows = layer === 'rcp'
  for (const { statement, ref } of plan.allows) {
    const failed = firstMiss(statement, situation.environment)
    if (failed === undefined) matched.push({ ...ref, effect: 'Allow' })
    else nearMisses.push({ ...ref, effect: 'Allow', failed })
    allows ||= failed === undefined
  }
  const outcome = outcomeOf({ denies, allows, isReadable })
  return { ...place, outcome, isBlocking: outcome !== 'allows' && decision.blockedBy.includes(layer), matched, nearMisses }
}

function outcomeOf({ denies, allows, isReadable }: { denies: boolean; allows: boolean; isReadable: boolean }): LayerOutcome {
  if (denies) return 'denies'
  if (!isReadable) return 'unreadable'
  return allows ? 'allows' : 'silent'
}

function skipped(layer: Layer, { assumesIdentity }: Situation): LayerOutcome {
  if (layer === 'identity' && assumesIdentity) return 'assumed'
  return layer === 'scp' || layer === 'rcp' ? 'exempt' : 'not_needed'
}

/** Layers that are not there and yet stand in the way: no identity policy, or no resource policy where one must allow. */
function notesOnMissingLayers({ present }: CompiledPolicies, { assumesIdentity }: Situation, { blockedBy }: Decision): LayerNote[] {
  const notes: LayerNote[] = []
  for (const layer of ['identity', 'resource'] as const) {
    if ((present & layerBits[layer]) !== 0) continue
    if (layer === 'identity' && assumesIdentity) notes.push({ layer, outcome: 'assumed', isBlocking: false, matched: [], nearMisses: [] })
    else if (blockedBy.includes(layer)) notes.push({ layer, outcome: 'silent', isBlocking: true, matched: [], nearMisses: [] })
  }
  return notes
}
