import { type DecidingStatement, type EvaluationRequest, type Layer, layerOrder, type PolicyLayers, type Verdict } from '#iam/types.ts'
import { type Placed, statementsOf, statementsOfAll } from './documents.ts'
import { scpsApply, rcpsApply } from './exemptions.ts'
import { keysFrom } from './keys.ts'
import { type Caller, keysOfCaller, principalArnGiven, readCaller } from './principals.ts'
import { type Applying, applying, type Situation } from './statements.ts'

export type OracleDecision = {
  readonly decision: Verdict
  readonly decidedBy: readonly DecidingStatement[]
  readonly blockedBy: readonly Layer[]
}

type Found = { readonly layer: Layer; readonly statements: readonly Applying[] }
type Levels = readonly { readonly statements: readonly Placed[] }[]

const allows = (statements: readonly Applying[]): readonly Applying[] => statements.filter(({ statement }) => statement.Effect === 'Allow')
const denials = (statements: readonly Applying[]): readonly Applying[] => statements.filter(({ statement }) => statement.Effect === 'Deny')

function reference(layer: Layer, { policy, target, index, statement }: Applying): DecidingStatement {
  return {
    layer,
    ...(target === undefined ? {} : { target }),
    policy,
    ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
    statement: index,
  }
}

function levelsOf(levels: PolicyLayers['scp']): Levels {
  return (levels ?? []).map(({ target, policies }) => ({ statements: statementsOfAll(policies, target) }))
}

/** "Role trust policies and KMS key policies must explicitly allow", the caller's own account included (evaluation logic, resource-based policies). */
function mustBeNamedByResource(action: string, resource: string): boolean {
  const name = action.toLowerCase()
  const isTrust = /^arn:[^:]+:iam::\d{12}:role\//u.test(resource) && (name.startsWith('sts:assumerole') || name === 'sts:tagsession')
  return isTrust || (name.startsWith('kms:') && /^arn:[^:]+:kms:[^:]*:\d{12}:key\//u.test(resource))
}

function accountOfResource({ arn, accountId }: EvaluationRequest['resource'], caller: Caller): string | undefined {
  if (accountId !== undefined) return accountId
  if (arn === '*') return caller.account
  const inArn = arn.split(':')[4]
  return inArn === undefined || inArn === '' ? undefined : inArn
}

type Sides = {
  readonly sameAccount: boolean
  readonly situation: Situation
  readonly request: EvaluationRequest
  readonly policies: PolicyLayers
  readonly found: (layer: Layer) => readonly Applying[]
}

/**
 * Which of the layers that grant or bound do not allow. Within one account the union of identity and resource policies grants, across
 * accounts both must (reference_policies_evaluation-logic-cross-account).
 */
function silentLayers({ sameAccount, situation, request, policies, found }: Sides): Set<Layer> {
  const silent = new Set<Layer>()
  const { caller, action, resource } = situation
  const namings = new Set(allows(found('resource')).map(({ naming }) => naming))
  // "Service principals, anonymous callers and web identities have no identity-based policies": only the resource can let them in.
  if (caller.account === undefined) {
    if (namings.size === 0) silent.add('resource')
  } else {
    const identityAllows = request.assume?.includes('identity') === true || allows(found('identity')).length > 0
    // "Permissions granted to the role session or IAM user directly are not limited by an implicit deny in the identity-based policy, the
    // permissions boundary or the session policy"; granted to the role's ARN they stay limited by boundary and session policy.
    const direct = sameAccount && namings.has('direct')
    const grantedByResource = sameAccount && (direct || namings.has('role'))
    if (!identityAllows && !grantedByResource) {
      silent.add('identity')
      // Our own contract: `blockedBy` lists every layer that does not allow, so also a resource policy that could have granted alone.
      if (policies.resource !== undefined && namings.size === 0) silent.add('resource')
    }
    if (policies.boundary !== undefined && !direct && allows(found('boundary')).length === 0) silent.add('boundary')
    if (policies.session !== undefined && !direct && allows(found('session')).length === 0) silent.add('session')
    if ((!sameAccount || mustBeNamedByResource(action, resource)) && namings.size === 0) silent.add('resource')
  }
  // "Both the endpoint policy and the caller's policies must allow" (VPC, endpoint policies).
  if (policies.vpcEndpoint !== undefined && allows(found('vpcEndpoint')).length === 0) silent.add('vpcEndpoint')
  return silent
}

function evaluateAs(policies: PolicyLayers, request: EvaluationRequest, resourceAccount: string | undefined): OracleDecision {
  const given = keysFrom(request.context)
  const caller = readCaller(request.principal, principalArnGiven(given))
  const { organization } = request
  // SCPs prove that the caller's account is a member, RCPs that the resource's is.
  const isMember = (policies.scp ?? []).length > 0 || (organization !== undefined && caller.account === organization.managementAccountId)
  const known = accountOfResource(request.resource, caller)
  const derived = { ...keysOfCaller(caller, isMember ? organization?.id : undefined), 'aws:ResourceAccount': known }
  const situation: Situation = {
    caller,
    hasBoundary: policies.boundary !== undefined,
    action: request.action,
    resource: request.resource.arn,
    keys: keysFrom(derived, request.context),
  }
  const scp = scpsApply(caller, request) ? levelsOf(policies.scp) : []
  const rcp = rcpsApply(caller, request, resourceAccount) ? levelsOf(policies.rcp) : []
  const placedIn = (layer: Layer): readonly Placed[] => {
    if (layer === 'scp') return scp.flatMap(({ statements }) => statements)
    if (layer === 'rcp') return rcp.flatMap(({ statements }) => statements)
    if (layer === 'resource') return policies.resource === undefined ? [] : statementsOf(policies.resource, 'resource')
    if (layer === 'vpcEndpoint') return statementsOfAll(policies.vpcEndpoint ?? [])
    // Our own contract: `assume: ["identity"]` skips that layer, its denials included.
    const isSkipped = caller.account === undefined || (layer === 'identity' && request.assume?.includes('identity') === true)
    return isSkipped ? [] : statementsOfAll(policies[layer] ?? [])
  }
  const layers: Found[] = layerOrder.map((layer) => ({ layer, statements: applying(placedIn(layer), situation) }))
  const found = (layer: Layer): readonly Applying[] => layers.find((each) => each.layer === layer)!.statements
  const silent = silentLayers({
    sameAccount: caller.account !== undefined && caller.account === resourceAccount,
    situation,
    request,
    policies,
    found,
  })
  // "There must be an explicit Allow at every level from the root through each OU to the account itself" (scps_evaluation).
  if (scp.some(({ statements }) => allows(applying(statements, situation)).length === 0)) silent.add('scp')

  const denied = layers.filter(({ statements }) => denials(statements).length > 0)
  const blockedBy = layerOrder.filter((layer) => silent.has(layer) || denied.some((each) => each.layer === layer))
  // "An explicit deny in any of these policies overrides the allow."
  if (denied.length > 0)
    return {
      decision: 'explicit_deny',
      decidedBy: denied.flatMap(({ layer, statements }) => denials(statements).map((each) => reference(layer, each))),
      blockedBy,
    }
  if (silent.size > 0) return { decision: 'implicit_deny', decidedBy: [], blockedBy }
  return {
    decision: 'allowed',
    decidedBy: layers.flatMap(({ layer, statements }) => allows(statements).map((each) => reference(layer, each))),
    blockedBy: [],
  }
}

/** Any account that is neither the caller's nor the management account. */
const elsewhere = '000000000000'

/**
 * Decides a request by AWS's documentation, slowly and to the letter. An unknown resource account is decided as the caller's own and as
 * another one; where the answers differ, the denial stands (our own contract).
 */
export function evaluate(policies: PolicyLayers, request: EvaluationRequest): OracleDecision {
  const caller = readCaller(request.principal)
  const account = accountOfResource(request.resource, caller)
  if (account !== undefined || caller.account === undefined) return evaluateAs(policies, request, account)
  const ways = [evaluateAs(policies, request, caller.account), evaluateAs(policies, request, elsewhere)]
  const decision = (['explicit_deny', 'implicit_deny', 'allowed'] as const).find((verdict) => ways.some((way) => way.decision === verdict))!
  const deciding = new Map(
    ways.filter((way) => way.decision === decision).flatMap((way) => way.decidedBy.map((each) => [JSON.stringify(each), each] as const)),
  )
  const blockedBy = layerOrder.filter((layer) => ways.some((way) => way.blockedBy.includes(layer)))
  return { decision, decidedBy: [...deciding.values()], blockedBy }
}
