import type { DescribeStackSetCommandInput } from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { getStackSet, stackSetArn } from '../stack-set-scope.ts'

export const describeStackSet = defineOperation<DescribeStackSetCommandInput>({
  name: 'DescribeStackSet',
  authorize: (call) => ({ action: 'cloudformation:DescribeStackSet', resource: stackSetArn(call) }),
  handle: (call) => {
    const set = getStackSet(call, call.input.StackSetName)
    return {
      StackSet: {
        StackSetName: set.name,
        StackSetId: set.id,
        StackSetARN: set.arn,
        Description: set.description,
        Status: 'ACTIVE',
        TemplateBody: set.templateBody,
        Parameters: [...set.parameters].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        PermissionModel: 'SERVICE_MANAGED',
        OrganizationalUnitIds: set.ouIds,
        Regions: set.regions,
      },
    }
  },
})
