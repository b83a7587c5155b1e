import { ListPoliciesCommand, type PolicySummary, type PolicyType } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'
import { contentHashOf, knownPolicyContents } from '../policy-facts.ts'
import type { StagedPolicy } from '../streams.ts'

/** Every policy of one type; content only of those whose text AWS documents. */
export const listPolicies = defineCollector({
  kind: 'policies',
  service: 'organizations',
  operation: 'ListPolicies',
  read: async (aws, { subject, nextToken }) => {
    const command = new ListPoliciesCommand({
      Filter: subject as PolicyType,
      MaxResults: 20,
      ...(nextToken !== null && { NextToken: nextToken }),
    })
    return mapPage(await aws({ service: 'organizations', command }), ({ Policies = [] }) => ({
      policies: Policies.map((policy) => stagedPolicy(policy, subject)),
      contents: Policies.flatMap(({ Id = '' }) => {
        const content = knownPolicyContents[Id]
        return content === undefined ? [] : [{ policyId: Id, content, contentHash: contentHashOf(content) }]
      }),
    }))
  },
})

function stagedPolicy(policy: PolicySummary, type: string): StagedPolicy {
  return {
    policyId: required(policy.Id, 'a policy id'),
    type,
    name: policy.Name ?? '',
    description: policy.Description ?? '',
    arn: policy.Arn ?? '',
    awsManaged: policy.AwsManaged ?? false,
  }
}
