import { compilePolicies, decide } from '#iam/index.ts'
import type { Decision, EvaluationRequest, PolicyLevel } from '#iam/types.ts'

export type LayerEvidence = {
  readonly decision: Decision['decision']
  /** Keys the answer turns on; empty means it holds whatever the context. */
  readonly hingesOn: readonly string[]
  /** Of an explicit deny: the statements that deny. */
  readonly statements: readonly {
    readonly policyId: string
    readonly policyName?: string
    readonly target: string
    readonly sid?: string
    readonly statement: number
  }[]
  /** Of an absent allow: the first level from the root that allows nothing of the kind. */
  readonly blockedAt?: string
}

export type OrganizationEvidence =
  | { readonly kind: 'not_harvested' }
  /** A layer is absent where it does not apply: the management account, an account outside any organization, RCPs that are not enabled. */
  | { readonly kind: 'evaluated'; readonly scp?: LayerEvidence; readonly rcp?: LayerEvidence }

/** Policy chain of one account as harvested: levels from the root to the account, policies named by their ids. */
export type PolicyChain = { readonly scp: readonly PolicyLevel[]; readonly rcp: readonly PolicyLevel[] }

/**
 * What the harvested SCPs of the caller's account and RCPs of the resource's account say of one call, everything else supposed to allow
 * it. Keys that the call does not show are not guessed: the evidence names them.
 */
export function evaluateOrganization(chain: PolicyChain | undefined, request: EvaluationRequest): OrganizationEvidence {
  if (chain === undefined) return { kind: 'not_harvested' }
  const supposed: EvaluationRequest = { ...request, assume: ['identity'] }
  return {
    kind: 'evaluated',
    ...(chain.scp.length > 0 && { scp: evaluateLayer('scp', chain.scp, supposed) }),
    ...(chain.rcp.length > 0 && { rcp: evaluateLayer('rcp', chain.rcp, supposed) }),
  }
}

/** The layer's own verdict; what other layers lack (a trust that was not harvested, say) does not count here. */
function evaluateLayer(layer: 'scp' | 'rcp', levels: readonly PolicyLevel[], request: EvaluationRequest): LayerEvidence {
  const { decidedBy, blockedBy, hingesOn } = decide(compilePolicies({ [layer]: levels }), request)
  if (!blockedBy.includes(layer)) return { decision: 'allowed', hingesOn, statements: [] }
  const statements = decidedBy
    .filter((deciding) => deciding.layer === layer)
    .map(({ policy, target, sid, statement }) => ({
      policyId: policy,
      target: target ?? '',
      statement,
      ...(sid !== undefined && { sid }),
    }))
  if (statements.length > 0) return { decision: 'explicit_deny', hingesOn, statements }
  const blockedAt = levels.find((level) => decide(compilePolicies({ [layer]: [level] }), request).blockedBy.includes(layer))?.target
  return { decision: 'implicit_deny', hingesOn, statements, ...(blockedAt !== undefined && { blockedAt }) }
}
