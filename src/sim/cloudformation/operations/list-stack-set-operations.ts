import type { ListStackSetOperationsCommandInput, StackSetOperationSummary } from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { readPage } from '../stack-set-page.ts'
import { getStackSet, stackSetArn } from '../stack-set-scope.ts'

/** The newest first. */
export const listStackSetOperations = defineOperation<ListStackSetOperationsCommandInput>({
  name: 'ListStackSetOperations',
  constraints: { MaxResults: { range: [1, 100] } },
  authorize: (call) => ({ action: 'cloudformation:ListStackSetOperations', resource: stackSetArn(call) }),
  handle: (call) => {
    const set = getStackSet(call, call.input.StackSetName)
    const newest = [...set.operations.values()].toSorted((a, b) => b.startedAt - a.startedAt)
    const summaries = newest.map((operation): StackSetOperationSummary => ({
      OperationId: operation.id,
      Action: operation.action,
      Status: operation.status,
      CreationTimestamp: new Date(operation.startedAt),
      EndTimestamp: new Date(operation.endedAt),
    }))
    return readPage(summaries, `ListStackSetOperations/${set.id}`, call.input)
  },
})
