import type { CompiledPolicies } from '../compile/policies.ts'
import type { Plan } from '../compile/plan.ts'
import { layerBits } from '../compile/plan.ts'
import type { EvaluationRequest } from '../types.ts'
import { Environment } from './environment.ts'
import { keyRef } from './key.ts'
import type { Principal } from './principal.ts'

/** Which rules of the evaluation apply to one request. */
export type Situation = {
  readonly environment: Environment
  readonly principal: Principal
  /** Bits of the layers that take part. */
  readonly applies: number
  /** `undefined` when it is not known whose resource it is: both cases are then decided. */
  readonly sameAccount: boolean | undefined
  /** KMS keys and roles must allow by their own policy, in the same account too. */
  readonly needsResourceAllow: boolean
  /** Bits of applicable layers with a document that cannot be read: it might deny, so nothing passes them. */
  readonly unreadable: number
  /** The identity layer is taken to allow. */
  readonly assumesIdentity: boolean
}

const resourceAccountKey = keyRef('aws:ResourceAccount')
const principalArnKey = keyRef('aws:PrincipalArn')
const identityLayers = layerBits.identity | layerBits.boundary | layerBits.session

/** Works out accounts, exemptions and applicable layers. */
export function situate(policies: CompiledPolicies, plan: Plan, request: EvaluationRequest): Situation {
  const principal = policies.principal(request.principal)
  const { organization, resource } = request
  const management = organization?.managementAccountId
  const stated = resource.accountId ?? accountOf(resource.arn)
  // A call on no particular resource is authorized in the caller's own account.
  const resourceAccountId = stated ?? contextAccount(request) ?? (resource.arn === '*' || stated === null ? principal.accountId : undefined)
  const sameAccount =
    principal.accountId === undefined || resourceAccountId === undefined ? undefined : principal.accountId === resourceAccountId
  const inManagement = management !== undefined && principal.accountId === management
  const isMember = (policies.present & layerBits.scp) !== 0 || inManagement
  const resourceInOrganization =
    (policies.present & layerBits.rcp) !== 0 ||
    (management !== undefined && resourceAccountId === management) ||
    (sameAccount === true && isMember)
  const environment = new Environment(request, principal, plan.namesManyResources ? policies.resources : undefined)
  environment.hasBoundary = (policies.present & layerBits.boundary) !== 0
  environment.resourceAccountId = resource.arn === '*' && stated === undefined ? undefined : resourceAccountId
  if (organization !== undefined && isMember) environment.principalOrganizationId = organization.id
  if (organization !== undefined && resourceInOrganization) environment.resourceOrganizationId = organization.id

  let applies = policies.present
  if (!principal.hasIdentity) applies &= ~(identityLayers | layerBits.scp)
  const assumesIdentity = request.assume?.includes('identity') === true
  if (assumesIdentity) applies &= ~layerBits.identity
  if ((applies & (layerBits.scp | layerBits.rcp)) !== 0) {
    const isServiceLinked = isServiceLinkedRole(environment)
    if (inManagement || isServiceLinked || plan.isScpExempt || (plan.isRootExempt && principal.kind === 'root')) applies &= ~layerBits.scp
    const isManaged = plan.explicitOn === 'key' && resource.arn.includes(':alias/aws/')
    if (!plan.supportsRcp || isServiceLinked || isManaged || (management !== undefined && resourceAccountId === management))
      applies &= ~layerBits.rcp
  }
  return {
    environment,
    principal,
    applies,
    unreadable: policies.unreadable & applies,
    sameAccount,
    assumesIdentity,
    needsResourceAllow: policies.resourceIsTrust || isGuarded(plan, resource.arn),
  }
}

function isGuarded({ explicitOn, action }: Plan, arn: string): boolean {
  if (explicitOn === undefined) return false
  if (explicitOn === 'key') return arn.startsWith('arn:') && arn.includes(':key/')
  return (
    arn.includes(':role/') && (action.startsWith('sts:assumerole') || action === 'sts:tagsession' || action === 'sts:setsourceidentity')
  )
}

/** A session's ARN lacks the path that marks a service-linked role; a given `aws:PrincipalArn` has it. */
function isServiceLinkedRole(environment: Environment): boolean {
  const { principal } = environment
  if (principal.kind !== 'session') return principal.isServiceLinked
  if (!principal.name.startsWith('AWSServiceRoleFor')) return false
  const arn = environment.value(principalArnKey)
  return typeof arn === 'string' && arn.includes(':role/aws-service-role/')
}

function contextAccount(request: EvaluationRequest): string | undefined {
  const direct = request.context[resourceAccountKey.written]
  if (typeof direct === 'string') return direct
  for (const name of Object.keys(request.context)) {
    if (name.length !== resourceAccountKey.lower.length || name.toLowerCase() !== resourceAccountKey.lower) continue
    const value = request.context[name]
    return typeof value === 'string' ? value : undefined
  }
  return undefined
}

/** The account field of an ARN; `null` for what AWS itself owns; `undefined` when the ARN does not say. */
function accountOf(arn: string): string | null | undefined {
  let start = 0
  for (let count = 0; count < 4; count++) {
    start = arn.indexOf(':', start) + 1
    if (start === 0) return undefined
  }
  const end = arn.indexOf(':', start)
  if (end - start === 12) {
    const account = arn.slice(start, end)
    for (let index = 0; index < 12; index++) {
      const code = account.charCodeAt(index)
      if (code < 48 || code > 57) return undefined
    }
    return account
  }
  return end - start === 3 && arn.startsWith('aws', start) ? null : undefined
}
