import type { ListTargetsForPolicyCommandInput, PolicyTargetSummary } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, maxResults } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { getPolicy, targetsOf } from '../policies.ts'
import type { OrganizationRecord, Target } from '../state.ts'

export const listTargetsForPolicy = organizationsOperation<ListTargetsForPolicyCommandInput>({
  name: 'ListTargetsForPolicy',
  access: 'reader',
  constraints: { PolicyId: ids.policy, MaxResults: maxResults },
  resources: (organization, input) => [resourceArn(organization, input.PolicyId ?? '')],
  context: (organization, input) => ({ 'organizations:PolicyType': organization.policies.get(input.PolicyId ?? '')?.type ?? '' }),
  handle: ({ aws, organization }, input) => {
    const { id } = getPolicy(organization, input.PolicyId ?? '')
    const { items, next } = readPage(
      targetsOf(organization, id),
      { aws, organizationId: organization.id, operation: 'ListTargetsForPolicy', of: id },
      input,
    )
    return { Targets: items.map((target) => targetShape(organization, target)), ...next }
  },
})

function targetShape(organization: OrganizationRecord, { id, type }: Target): PolicyTargetSummary {
  const name = type === 'ROOT' ? 'Root' : (organization.units.get(id)?.name ?? organization.members.get(id)?.account.name ?? '')
  return { TargetId: id, Arn: resourceArn(organization, id), Name: name, Type: type }
}
