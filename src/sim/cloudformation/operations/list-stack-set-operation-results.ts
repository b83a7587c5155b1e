import type {
  ListStackSetOperationResultsCommandInput,
  StackSetOperationResultStatus,
  StackSetOperationResultSummary,
} from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { readPage } from '../stack-set-page.ts'
import { getOperation, getStackSet, stackSetArn } from '../stack-set-scope.ts'
import type { StackInstanceRecord } from '../state.ts'

export const listStackSetOperationResults = defineOperation<ListStackSetOperationResultsCommandInput>({
  name: 'ListStackSetOperationResults',
  constraints: { MaxResults: { range: [1, 100] } },
  authorize: (call) => ({ action: 'cloudformation:ListStackSetOperationResults', resource: stackSetArn(call) }),
  handle: (call) => {
    const { Filters: filters = [], ...input } = call.input
    const set = getStackSet(call, input.StackSetName)
    const operation = getOperation(set, input.OperationId)
    const results = set.instances
      .page('', set.instances.size)
      .items.map(resultOf)
      .filter(({ Status }) => filters.every(({ Values: value }) => value === Status))
    return readPage(results, `ListStackSetOperationResults/${set.id}/${operation.id}/${JSON.stringify(filters)}`, input)
  },
})

function resultOf({ accountId, region, ouId, condition }: StackInstanceRecord): StackSetOperationResultSummary {
  const status: StackSetOperationResultStatus =
    condition.detailedStatus === 'SUCCEEDED' ? 'SUCCEEDED' : condition.detailedStatus === 'CANCELLED' ? 'CANCELLED' : 'FAILED'
  return { Account: accountId, Region: region, Status: status, StatusReason: condition.reason, OrganizationalUnitId: ouId }
}
