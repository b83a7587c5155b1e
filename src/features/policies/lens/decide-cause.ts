import { assertNever } from '#lib/assert-never.ts'
import type { Denial } from '#platform/aws/outcome.ts'
import type { Cause, CauseKind, DecidingPolicy } from './cause.ts'
import type { LayerEvidence, OrganizationEvidence } from './organization-evidence.ts'

/** What IAM's policy simulator said about one action. */
export type Simulated = {
  readonly action: string
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly allowedByOrganizations?: boolean
  readonly allowedByBoundary?: boolean
}

/** The part of DecodeAuthorizationMessage's answer that tells why. */
export type Decoded = {
  readonly explicitDeny: boolean
  readonly statements: readonly { readonly policyId?: string; readonly sid?: string }[]
}

export type Observation =
  | { readonly kind: 'denied'; readonly denial: Denial; readonly decoded?: Decoded }
  | { readonly kind: 'simulated'; readonly simulated: Simulated }
  | { readonly kind: 'region_disabled'; readonly region: string }
  | { readonly kind: 'account_inactive'; readonly message: string }

export type LensInput = {
  readonly observation: Observation
  /** What the engine says of the harvested policies for this very call. */
  readonly organization: OrganizationEvidence
  /** A harmless call made to find out, after the observation. */
  readonly probe?: { readonly kind: 'succeeded' } | { readonly kind: 'denied'; readonly denial: Denial }
}

const none = { candidates: [], excluded: [], hingesOn: [], isDismissed: false } as const

/**
 * Names the cause of a denial and where the knowledge comes from; what cannot be known stays `unknown`, with what it may be and what it
 * cannot be. A call that succeeded outweighs a simulation (SCPW-3, SCPW-4); AWS's own words outweigh the engine.
 */
export function decideCause({ observation, organization, probe }: LensInput): Cause {
  if (probe?.kind === 'succeeded') return resolvedBySuccess(observation)
  // A real refusal says more than a simulated one.
  if (probe?.kind === 'denied' && observation.kind === 'simulated') {
    const cause = decideCause({ observation: { kind: 'denied', denial: probe.denial }, organization })
    return cause.kind === 'unknown' ? cause : { ...cause, source: cause.source === 'aws-message' ? 'aws-message' : 'probed' }
  }
  switch (observation.kind) {
    case 'region_disabled':
      return {
        ...none,
        kind: 'region_disabled',
        source: 'aws-message',
        sentence: `The Region ${observation.region} is not enabled in the account. This is no missing permission.`,
      }
    case 'account_inactive':
      return {
        ...none,
        kind: 'account_inactive',
        source: 'aws-message',
        sentence: `AWS lets nobody into the account: ${observation.message}`,
      }
    case 'simulated':
      return fromSimulation(observation.simulated, organization)
    case 'denied':
      return fromDenial(observation.denial, observation.decoded, organization)
    default:
      return assertNever(observation, 'observation')
  }
}

function resolvedBySuccess(observation: Observation): Cause {
  if (observation.kind === 'simulated') {
    return {
      ...none,
      kind: 'simulator_artefact',
      source: 'probed',
      isDismissed: true,
      sentence: `The simulator denied ${observation.simulated.action}, the call itself succeeded: the simulator lacks the context of a real call. Disregard the warning.`,
    }
  }
  return { ...none, kind: 'resolved', source: 'probed', isDismissed: true, sentence: 'The call was denied then and succeeds now.' }
}

function fromDenial(denial: Denial, decoded: Decoded | undefined, organization: OrganizationEvidence): Cause {
  const told = toldBy(denial)
  if (told !== undefined) return fromMessage(denial, told, organization)
  if (decoded !== undefined) return fromDecoded(denial, decoded, organization)
  return inferred(denial.action, { explicit: denial.explicit, organization })
}

/** AWS calls a role's trust policy a resource-based policy in some of its sentences. */
function toldBy({ by, action }: Denial): CauseKind | undefined {
  if (by === 'unknown') return undefined
  return by === 'resource' && action.startsWith('sts:AssumeRole') ? 'trust' : by
}

function fromMessage(denial: Denial, kind: CauseKind, organization: OrganizationEvidence): Cause {
  const explicit = denial.explicit
  const policy =
    kind === 'scp' || kind === 'rcp'
      ? namedPolicy(denial, kind, organization)
      : denial.policyArn === undefined
        ? undefined
        : { arn: denial.policyArn }
  const how = explicit === true ? 'an explicit deny in' : 'no allow from'
  return {
    ...none,
    kind,
    source: 'aws-message',
    ...(explicit !== undefined && { explicit }),
    ...(policy !== undefined && { policy }),
    sentence: `AWS names the cause of the denied ${denial.action}: ${how} ${nouns[kind]}${tellPolicy(policy)}.`,
  }
}

/** The policy's ARN is AWS's word; its place and statement are ours, from the harvested documents, where they agree. */
function namedPolicy({ policyArn, explicit }: Denial, kind: 'scp' | 'rcp', organization: OrganizationEvidence): DecidingPolicy | undefined {
  const layer = organization.kind === 'evaluated' ? organization[kind] : undefined
  const id = policyArn?.split('/').at(-1)
  const matching =
    layer?.decision === 'explicit_deny' ? layer.statements.filter((statement) => id === undefined || statement.policyId === id) : []
  // Without an ARN, several denying statements leave it open which of them AWS met first: any of them would have denied.
  const [first] = matching
  if (policyArn === undefined && (first === undefined || explicit !== true || layer?.hingesOn.length !== 0)) return undefined
  return {
    ...(policyArn !== undefined && { arn: policyArn }),
    ...(id !== undefined && { id }),
    ...(first !== undefined && statementOf(first)),
  }
}

function fromDecoded(denial: Denial, decoded: Decoded, organization: OrganizationEvidence): Cause {
  const [statement] = decoded.statements
  // The decoded text lists the statements of the caller's own policies only; an explicit deny without one came from elsewhere.
  if (decoded.explicitDeny && statement !== undefined) {
    const isOrganizations = statement.policyId?.startsWith('p-') ?? false
    if (isOrganizations) {
      const policy = { id: statement.policyId!, ...(statement.sid !== undefined && { sid: statement.sid }) }
      return {
        ...none,
        kind: 'scp',
        source: 'decoded',
        explicit: true,
        policy,
        sentence: `The decoded message names the policy that denies ${denial.action}${tellPolicy(policy)}.`,
      }
    }
    const policy = {
      ...(statement.policyId !== undefined && { name: statement.policyId }),
      ...(statement.sid !== undefined && { sid: statement.sid }),
    }
    return {
      ...none,
      kind: 'identity',
      source: 'decoded',
      explicit: true,
      policy,
      sentence: `The decoded message names the statement that denies ${denial.action}${tellPolicy(policy)}.`,
    }
  }
  const cause = inferred(denial.action, { explicit: decoded.explicitDeny, organization })
  return cause.kind === 'unknown' ? { ...cause, source: 'decoded' } : cause
}

type Inference = { readonly explicit: boolean | undefined; readonly organization: OrganizationEvidence }

/** AWS did not say: the harvested organization policies may decide it, or at least rule themselves out. */
function inferred(action: string, { explicit, organization }: Inference): Cause {
  const candidates = new Set<CauseKind>(candidatesFor(action, explicit))
  const excluded: CauseKind[] = []
  const hingesOn: string[] = []
  if (organization.kind === 'evaluated') {
    for (const kind of ['scp', 'rcp'] as const) {
      const layer = organization[kind]
      if (layer === undefined) continue
      if (layer.hingesOn.length > 0) hingesOn.push(...layer.hingesOn)
      else if (layer.decision === 'allowed') {
        candidates.delete(kind)
        excluded.push(kind)
      } else if (explicit === undefined || (layer.decision === 'explicit_deny') === explicit) {
        return certain(kind, action, layer)
      }
    }
  }
  const maybe = [...candidates]
  const list = maybe.map((kind) => nouns[kind]).join(', ')
  const keys = hingesOn.length > 0 ? ` The organization's policies turn on ${hingesOn.join(', ')}, which the call does not show.` : ''
  const ruledOut = excluded.length > 0 ? ` It is not ${excluded.map((kind) => nouns[kind]).join(' nor ')}.` : ''
  return {
    ...none,
    kind: 'unknown',
    source: 'inferred',
    ...(explicit !== undefined && { explicit }),
    candidates: maybe,
    excluded,
    hingesOn,
    sentence: `AWS does not say what denies ${action}; it may be ${list}.${ruledOut}${keys}`,
  }
}

function certain(kind: 'scp' | 'rcp', action: string, layer: LayerEvidence): Cause {
  const [statement] = layer.statements
  const explicit = layer.decision === 'explicit_deny'
  const policy: DecidingPolicy | undefined =
    statement === undefined ? (layer.blockedAt === undefined ? undefined : { attachedTo: [layer.blockedAt] }) : statementOf(statement)
  const how = explicit ? 'explicitly denies' : 'does not allow'
  return {
    ...none,
    kind,
    source: 'inferred',
    explicit,
    ...(policy !== undefined && { policy }),
    sentence: `By the harvested policies ${nouns[kind]}${tellPolicy(policy)} ${how} ${action}, whatever else applies.`,
  }
}

function fromSimulation(
  { action, decision, allowedByOrganizations, allowedByBoundary }: Simulated,
  organization: OrganizationEvidence,
): Cause {
  if (allowedByOrganizations !== false) {
    const kind = allowedByBoundary === false ? 'boundary' : 'identity'
    return {
      ...none,
      kind,
      source: 'inferred',
      explicit: decision === 'explicitDeny',
      sentence: `The simulator finds ${kind === 'boundary' ? 'a permissions boundary' : "the role's own policies"} ${decision === 'explicitDeny' ? 'denying' : 'not allowing'} ${action}.`,
    }
  }
  const scp = organization.kind === 'evaluated' ? organization.scp : undefined
  if (scp === undefined) return simulatedUnknown(action, [], 'its policies are not harvested')
  if (scp.hingesOn.length > 0) return simulatedUnknown(action, scp.hingesOn, `they turn on ${scp.hingesOn.join(', ')}`)
  if (scp.decision !== 'allowed') return certain('scp', action, scp)
  return {
    ...none,
    kind: 'simulator_artefact',
    source: 'inferred',
    excluded: ['scp'],
    sentence: `The simulator says the organization denies ${action}; by the harvested policies it does not. A call will confirm it.`,
  }
}

function simulatedUnknown(action: string, hingesOn: readonly string[], why: string): Cause {
  return {
    ...none,
    kind: 'unknown',
    source: 'inferred',
    candidates: ['scp', 'simulator_artefact'],
    hingesOn,
    sentence: `The simulator says the organization denies ${action}; whether its policies really do cannot be told, because ${why}.`,
  }
}

/** An explicit deny may stand in any policy; an absent allow only in one that has to allow. */
function candidatesFor(action: string, explicit: boolean | undefined): CauseKind[] {
  // Wrong ExternalId, missing role, missing MFA and a trust that names somebody else are answered alike.
  if (action.startsWith('sts:AssumeRole'))
    return explicit === true ? ['trust', 'identity', 'boundary', 'session', 'scp', 'rcp'] : ['trust', 'identity', 'scp', 'rcp']
  return explicit === true
    ? ['identity', 'boundary', 'session', 'resource', 'vpc_endpoint', 'scp', 'rcp']
    : ['identity', 'boundary', 'session', 'resource', 'scp', 'rcp']
}

function statementOf({ policyId, policyName, target, sid, statement }: LayerEvidence['statements'][number]): DecidingPolicy {
  return {
    id: policyId,
    ...(policyName !== undefined && { name: policyName }),
    attachedTo: [target],
    ...(sid !== undefined && { sid }),
    statement,
  }
}

function tellPolicy(policy: DecidingPolicy | undefined): string {
  if (policy === undefined) return ''
  const name = policy.name ?? policy.id ?? policy.arn
  const where = policy.attachedTo === undefined ? '' : ` attached to ${policy.attachedTo.join(', ')}`
  const which = policy.statement === undefined ? '' : `, statement ${policy.statement}${policy.sid === undefined ? '' : ` (${policy.sid})`}`
  return name === undefined ? where : ` (${name}${where}${which})`
}

const nouns: Readonly<Record<CauseKind, string>> = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
  scp: 'a service control policy',
  rcp: 'a resource control policy',
  resource: 'a resource-based policy',
  trust: "the role's trust (or no such role, another ExternalId, or missing MFA)",
  vpc_endpoint: 'a VPC endpoint policy',
  region_disabled: 'a Region that is not enabled',
  account_inactive: 'an account that is not active',
  simulator_artefact: 'an artefact of the simulator',
  resolved: 'nothing any more',
  unknown: 'an unknown policy',
}
