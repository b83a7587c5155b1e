import type { DescribeStackSetOperationCommandInput } from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { getOperation, getStackSet, stackSetArn } from '../stack-set-scope.ts'

export const describeStackSetOperation = defineOperation<DescribeStackSetOperationCommandInput>({
  name: 'DescribeStackSetOperation',
  authorize: (call) => ({ action: 'cloudformation:DescribeStackSetOperation', resource: stackSetArn(call) }),
  handle: (call) => {
    const set = getStackSet(call, call.input.StackSetName)
    const operation = getOperation(set, call.input.OperationId)
    const failed = [...set.instances.values()].filter(({ condition }) => condition.status !== 'CURRENT').length
    return {
      StackSetOperation: {
        OperationId: operation.id,
        StackSetId: set.id,
        Action: operation.action,
        Status: operation.status,
        CreationTimestamp: new Date(operation.startedAt),
        EndTimestamp: new Date(operation.endedAt),
        DeploymentTargets: { OrganizationalUnitIds: set.ouIds },
        StatusDetails: { FailedStackInstancesCount: failed },
      },
    }
  },
})
