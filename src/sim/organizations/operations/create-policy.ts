import type { CreatePolicyCommandInput } from '@aws-sdk/client-organizations'
import { policyArn } from '../arns.ts'
import { policyContent, policyDescription, policyName, policyType } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { addPolicy } from '../policies.ts'
import { policySummaryShape } from '../shapes.ts'
import { parseTags, putTags } from '../tags.ts'

export const createPolicy = organizationsOperation<CreatePolicyCommandInput>({
  name: 'CreatePolicy',
  access: 'reader',
  constraints: { Type: policyType, Name: policyName, Description: policyDescription, Content: policyContent },
  resources: (organization, input) => [policyArn(organization, input.Type ?? 'SERVICE_CONTROL_POLICY', '*')],
  context: (_, input) => ({ 'organizations:PolicyType': input.Type ?? '' }),
  handle: ({ aws, organization, now }, input) => {
    if (organization.featureSet !== 'ALL') throw organizationsError('PolicyTypeNotAvailableForOrganizationException')
    const tags = parseTags(input.Tags)
    const { Name: name = '', Description: description = '', Content: content = '', Type: type = 'SERVICE_CONTROL_POLICY' } = input
    const id = `p-${aws.ids.lower('p', 8)}`
    const policy = { id, arn: policyArn(organization, type, id), type, awsManaged: false, name, description, content }
    addPolicy(organization, policy)
    putTags(organization, { id, at: now, tags })
    return { Policy: { PolicySummary: policySummaryShape(policy), Content: content } }
  },
})
