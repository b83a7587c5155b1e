import type { ListStackInstancesCommandInput, StackInstanceFilter, StackInstanceSummary } from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { readPage } from '../stack-set-page.ts'
import { getStackSet, stackSetArn } from '../stack-set-scope.ts'
import type { StackInstanceRecord, StackSetRecord } from '../state.ts'

export const listStackInstances = defineOperation<ListStackInstancesCommandInput>({
  name: 'ListStackInstances',
  constraints: {
    MaxResults: { range: [1, 100] },
    StackInstanceAccount: { pattern: /^\d{12}$/ },
    'Filters[].Name': { oneOf: ['DETAILED_STATUS', 'LAST_OPERATION_ID', 'DRIFT_STATUS'] },
  },
  authorize: (call) => ({ action: 'cloudformation:ListStackInstances', resource: stackSetArn(call) }),
  handle: (call) => {
    const { StackInstanceAccount: account, StackInstanceRegion: region, Filters: filters = [], ...input } = call.input
    const set = getStackSet(call, input.StackSetName)
    const asked = set.instances
      .page('', set.instances.size)
      .items.filter(
        (instance) =>
          (account === undefined || instance.accountId === account) &&
          (region === undefined || instance.region === region) &&
          filters.every((filter) => passes(instance, filter)),
      )
    const scope = `ListStackInstances/${set.id}/${account}/${region}/${JSON.stringify(filters)}`
    const lastOperationId = [...set.operations.keys()].at(-1)
    return readPage(
      asked.map((instance) => summaryOf(set, instance, lastOperationId)),
      scope,
      input,
    )
  },
})

function passes({ condition }: StackInstanceRecord, { Name: name, Values: value }: StackInstanceFilter): boolean {
  if (name === 'DETAILED_STATUS') return condition.detailedStatus === value
  return name === 'DRIFT_STATUS' ? value === 'NOT_CHECKED' : true
}

function summaryOf(
  set: StackSetRecord,
  { accountId, region, ouId, stackId, condition }: StackInstanceRecord,
  lastOperationId: string | undefined,
): StackInstanceSummary {
  return {
    StackSetId: set.id,
    Region: region,
    Account: accountId,
    StackId: stackId,
    Status: condition.status,
    StatusReason: condition.reason,
    StackInstanceStatus: { DetailedStatus: condition.detailedStatus },
    OrganizationalUnitId: ouId,
    DriftStatus: 'NOT_CHECKED',
    LastOperationId: lastOperationId,
  }
}
