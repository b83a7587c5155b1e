import type { EvaluationRequest } from '#iam/types.ts'
import type { Caller } from './principals.ts'

/** "Service-linked roles" live under the path that only AWS can create (IAM User Guide, using-service-linked-roles). */
function isServiceLinked({ kind, principalArn }: Caller): boolean {
  return (kind === 'role' || kind === 'session') && principalArn?.includes(':role/aws-service-role/') === true
}

/**
 * orgs_manage_policies_scps: "SCPs affect only IAM users and roles managed by accounts of the organization", the member's root user
 * included; not the management account, not service-linked roles; the root user may register for Enterprise support.
 */
export function scpsApply(caller: Caller, { action, organization }: EvaluationRequest): boolean {
  if (caller.account === undefined || caller.account === organization?.managementAccountId || isServiceLinked(caller)) return false
  return !(caller.kind === 'root' && action.toLowerCase() === 'supportplans:createsupportplanschedule')
}

/** Of the services that the generator uses: those that orgs_manage_policies_rcps lists. */
const servicesWithRcps = ['s3', 'sts', 'sqs', 'kms', 'secretsmanager', 'dynamodb']

/** "RCPs do not affect resources of the management account, nor calls by service-linked roles"; `kms:RetireGrant` is not restricted. */
export function rcpsApply(caller: Caller, { action, organization }: EvaluationRequest, resourceAccount: string | undefined): boolean {
  const name = action.toLowerCase()
  return (
    servicesWithRcps.includes(name.split(':')[0]!) &&
    name !== 'kms:retiregrant' &&
    !isServiceLinked(caller) &&
    (resourceAccount === undefined || resourceAccount !== organization?.managementAccountId)
  )
}
