import type { ListPoliciesForTargetCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, maxResults, policyType } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readPage } from '../page-token.ts'
import { PagedMap } from '../paged-map.ts'
import { getPolicy, getTarget, policiesOn } from '../policies.ts'
import { policySummaryShape } from '../shapes.ts'

/** Only what is attached directly; what a target inherits is not in the reply. */
export const listPoliciesForTarget = organizationsOperation<ListPoliciesForTargetCommandInput>({
  name: 'ListPoliciesForTarget',
  access: 'reader',
  constraints: { TargetId: ids.target, Filter: policyType, MaxResults: maxResults },
  resources: (organization, input) => [resourceArn(organization, input.TargetId ?? '')],
  context: (_, input) => ({ 'organizations:PolicyType': input.Filter ?? '' }),
  handle: ({ aws, organization }, input) => {
    const { TargetId: targetId = '', Filter: type = 'SERVICE_CONTROL_POLICY' } = input
    getTarget(organization, targetId)
    const attached = new PagedMap<object>()
    for (const id of policiesOn(organization, type, targetId)) attached.set(id, policySummaryShape(getPolicy(organization, id)))
    const { items, next } = readPage(
      attached,
      { aws, organizationId: organization.id, operation: 'ListPoliciesForTarget', of: `${targetId}/${type}` },
      input,
    )
    return { Policies: items, ...next }
  },
})
