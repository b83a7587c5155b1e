import type { Plan } from '../compile/plan.ts'
import type { Situation } from '../decide/situation.ts'
import type { Decision, DecidingStatement, EvaluationRequest, Layer } from '../types.ts'
import type { LayerNote } from './explanation.ts'
import { describeMiss } from './miss.ts'

type Facts = {
  readonly decision: Decision
  readonly layers: readonly LayerNote[]
  readonly plan: Plan
  readonly situation: Situation
  readonly request: EvaluationRequest
}

const layerNames: Readonly<Record<Layer, string>> = {
  identity: 'identity policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource policy',
  vpcEndpoint: 'VPC endpoint policy',
  scp: 'SCP',
  rcp: 'RCP',
}

/** Says in plain English what was decided and by which statement. */
export function sentenceFor(facts: Facts): string {
  const { decision, request } = facts
  const what = `${request.action} on ${request.resource.arn}`
  const hinge = decision.hingesOn.length === 0 ? '' : ` This hinges on ${decision.hingesOn.join(', ')}, which the request does not tell.`
  if (decision.decision === 'explicit_deny') {
    const [first, ...others] = decision.decidedBy
    const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'statement denies' : 'statements deny'} it too.`
    return `${what} is denied explicitly by ${nameOf(first!)}.${more}${hinge}`
  }
  if (decision.decision === 'allowed') return `${what} is allowed${grantedBy(facts)}.${hinge}`
  return `${what} is denied because ${reasons(facts)}.${hinge}`
}

function nameOf({ layer, policy, target, sid, statement }: DecidingStatement): string {
  const where = target === undefined ? '' : ` attached to ${target}`
  const label = sid === undefined ? `statement ${statement}` : `statement ${statement}, Sid "${sid}"`
  return layer === 'resource' ? `the resource policy (${label})` : `the ${layerNames[layer]} "${policy}"${where} (${label})`
}

function grantedBy({ decision, situation }: Facts): string {
  const grant = decision.decidedBy.find(({ layer }) => layer === 'identity') ?? decision.decidedBy.find(({ layer }) => layer === 'resource')
  if (grant !== undefined) return ` by ${nameOf(grant)}`
  return situation.assumesIdentity ? ', supposing that the identity policies allow it' : ''
}

function reasons({ decision, layers, situation }: Facts): string {
  const parts = decision.blockedBy.map((layer) =>
    reason(
      layer,
      layers.filter((note) => note.layer === layer && note.isBlocking),
      situation,
    ),
  )
  return parts.join('; and ')
}

function reason(layer: Layer, notes: readonly LayerNote[], { sameAccount, principal }: Situation): string {
  const near = notes.flatMap((note) => note.nearMisses).find(({ effect }) => effect === 'Allow')
  const closest = near === undefined ? '' : ` (closest: ${nameOf(near)}, but ${describeMiss(near.failed)})`
  if (notes.some(({ outcome }) => outcome === 'unreadable'))
    return `a document of the ${layerNames[layer]} layer cannot be read, so nothing in it can be relied on`
  if (layer === 'scp') return `no SCP at ${notes.map(({ target }) => target).join(', ')} allows it${closest}`
  if (layer !== 'resource') return `no ${layerNames[layer]} allows it${closest}`
  if (sameAccount === undefined && principal.hasIdentity)
    return `no resource policy allows it, which matters if the resource is in another account${closest}`
  return `no resource policy allows it${sameAccount === false ? ' and the resource is in another account' : ''}${closest}`
}
