import type { CallAs } from '@aws-sdk/client-cloudformation'
import { type OperationCall, SimError } from '../define-operation.ts'
import { findOrganizationOf } from '../organizations/state.ts'
import type { PagedMap } from '../organizations/paged-map.ts'
import { type StackSetOperationRecord, type StackSetRecord, stackSetsOf } from './state.ts'

const servicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com'

type Call = OperationCall<{ readonly CallAs?: CallAs | undefined }>

/**
 * Service-managed sets live in the management account. A delegated administrator sees them when it says `CallAs=DELEGATED_ADMIN`, and
 * its own account's (none) when it does not.
 */
export function visibleStackSets({ aws, caller, region, input }: Call): PagedMap<StackSetRecord> {
  if (input.CallAs !== 'DELEGATED_ADMIN') return stackSetsOf(aws, caller.accountId, region)
  const organization = findOrganizationOf(aws, caller.accountId)
  const isDelegated = organization?.delegated.get(caller.accountId)?.services.has(servicePrincipal) === true
  if (organization === undefined || !isDelegated) {
    throw new SimError(
      'ValidationError',
      'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
    )
  }
  return stackSetsOf(aws, organization.managementAccountId, region)
}

/** By name, id or ARN. */
export function getStackSet(call: Call, name: string | undefined): StackSetRecord {
  const sets = visibleStackSets(call)
  const found = sets.get(name ?? '') ?? [...sets.values()].find(({ id, arn }) => id === name || arn === name)
  if (found === undefined) throw new SimError('StackSetNotFoundException', `StackSet ${name} not found`, { status: 404 })
  return found
}

export function getOperation(set: StackSetRecord, operationId: string | undefined): StackSetOperationRecord {
  const operation = set.operations.get(operationId ?? '')
  if (operation === undefined) throw new SimError('OperationNotFoundException', `Operation ${operationId} not found`, { status: 404 })
  return operation
}

/** An ARN to authorize against, whether or not the set exists. */
export function stackSetArn({ aws, caller, region, input }: OperationCall<{ readonly StackSetName?: string | undefined }>): string {
  const name = input.StackSetName ?? ''
  if (name.startsWith('arn:')) return name
  return `arn:${aws.settings.partition}:cloudformation:${region}:${caller.accountId}:stackset/${name.includes(':') ? name : `${name}:*`}`
}
