import type {
  StackInstanceDetailedStatus,
  StackInstanceStatus,
  StackSetOperationAction,
  StackSetOperationStatus,
} from '@aws-sdk/client-cloudformation'
import { PagedMap } from '../organizations/paged-map.ts'
import { defineState, type SimulatedAws } from '../state.ts'

/** How an instance is; many instances share one of these. */
export type InstanceCondition = {
  readonly status: StackInstanceStatus
  readonly detailedStatus: StackInstanceDetailedStatus
  readonly reason?: string
}

export type StackInstanceRecord = {
  readonly accountId: string
  readonly region: string
  /** The OU through which a service-managed set reached the account. */
  readonly ouId: string
  readonly stackId?: string
  readonly condition: InstanceCondition
}

export type StackSetOperationRecord = {
  readonly id: string
  readonly action: StackSetOperationAction
  readonly status: StackSetOperationStatus
  readonly startedAt: number
  readonly endedAt: number
}

export type StackSetRecord = {
  readonly name: string
  /** `name:uuid`, as AWS writes it. */
  readonly id: string
  readonly arn: string
  readonly description: string
  readonly ouIds: readonly string[]
  readonly regions: readonly string[]
  readonly templateBody: string
  readonly parameters: ReadonlyMap<string, string>
  readonly instances: PagedMap<StackInstanceRecord>
  readonly operations: PagedMap<StackSetOperationRecord>
}

const stackSetsKey = defineState('stackSets', () => new PagedMap<StackSetRecord>())

/** Sets live in one Region of the administrator account. */
export function stackSetsOf(aws: SimulatedAws, accountId: string, region: string): PagedMap<StackSetRecord> {
  return aws.state(stackSetsKey, accountId, region)
}

export type NewStackSet = Pick<StackSetRecord, 'name' | 'description' | 'ouIds' | 'regions' | 'templateBody' | 'parameters'>

/** A service-managed stack set, which deploys to OUs and never to the management account. */
export function addStackSet(
  aws: SimulatedAws,
  place: { readonly accountId: string; readonly region: string },
  set: NewStackSet,
): StackSetRecord {
  const id = `${set.name}:${aws.ids.requestId()}`
  const arn = `arn:${aws.settings.partition}:cloudformation:${place.region}:${place.accountId}:stackset/${id}`
  const record: StackSetRecord = { ...set, id, arn, instances: new PagedMap(), operations: new PagedMap() }
  stackSetsOf(aws, place.accountId, place.region).set(set.name, record)
  return record
}

export function addInstance(set: StackSetRecord, instance: StackInstanceRecord): void {
  set.instances.set(`${instance.accountId}/${instance.region}`, instance)
}
