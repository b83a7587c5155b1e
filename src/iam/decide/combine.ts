import { layerBits } from '../compile/plan.ts'
import { byAccount, byRole, direct, type Naming, unnamed } from '../compile/principal.ts'
import type { Situation } from './situation.ts'

/** Which layers allow. A layer that takes no part counts as allowing; the resource layer says how it names the caller. */
export type Standing = { allows: number; naming: Naming }

const { identity, boundary, session, resource, vpcEndpoint, scp, rcp } = layerBits
const always = vpcEndpoint | scp | rcp
const limits = boundary | session

/** Bits of the layers that stand in the way, none when the request is allowed. Denials are not this function's business. */
export function blockingLayers(situation: Situation, standing: Standing, sameAccount: boolean): number {
  return silentLayers(situation, standing, sameAccount) | situation.unreadable
}

/**
 * Layers that would have to allow and do not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function silentLayers({ principal, needsResourceAllow, applies }: Situation, { allows, naming }: Standing, sameAccount: boolean): number {
  const granted = naming === unnamed ? allows & ~resource : allows | resource
  if (!principal.hasIdentity) return (always | resource) & ~granted
  if (!sameAccount) return (always | identity | limits | resource) & ~granted
  if (naming === direct) return always & ~granted
  if (naming === byRole) return (always | limits) & ~granted
  const isIdentitySilent = (allows & identity) === 0
  // In the same account a silent resource policy is only in the way where it must allow, or where identity policies are silent too.
  const isResourceInTheWay = naming !== byAccount && (needsResourceAllow || (isIdentitySilent && (applies & resource) !== 0))
  return (always | identity | limits | (isResourceInTheWay ? resource : 0)) & ~granted
}

/** Decides both ways where it is not known whose resource it is; the layers returned are those of the way that denies. */
export function blockingEitherWay(situation: Situation, standing: Standing): number {
  if (situation.sameAccount !== undefined) return blockingLayers(situation, standing, situation.sameAccount)
  return blockingLayers(situation, standing, true) | blockingLayers(situation, standing, false)
}
