import type { ListPoliciesCommandInput } from '@aws-sdk/client-organizations'
import { maxResults, policyType } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readFiltered } from '../page-token.ts'
import { policySummaryShape } from '../shapes.ts'

export const listPolicies = organizationsOperation<ListPoliciesCommandInput>({
  name: 'ListPolicies',
  access: 'reader',
  constraints: { Filter: policyType, MaxResults: maxResults },
  context: (_, input) => ({ 'organizations:PolicyType': input.Filter ?? '' }),
  handle: ({ aws, organization }, input) => {
    const listing = { aws, organizationId: organization.id, operation: 'ListPolicies', of: input.Filter ?? '' }
    const { items, next } = readFiltered(
      organization.policies,
      { ...listing, keep: ({ type }) => type === input.Filter, key: ({ id }) => id },
      input,
    )
    return { Policies: items.map(policySummaryShape), ...next }
  },
})
