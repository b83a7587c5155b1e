import { ListPoliciesForTargetCommand, type PolicyType } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'
import { rcpFullAccessId, targetTypeOf } from '../policy-facts.ts'

/** Which policies of one type are attached directly to one target; `subject` is `TYPE:target`. */
export const listPoliciesForTarget = defineCollector({
  kind: 'attached',
  service: 'organizations',
  operation: 'ListPoliciesForTarget',
  read: async (aws, { subject, nextToken }) => {
    const [type = '', targetId = ''] = subject.split(':')
    const command = new ListPoliciesForTargetCommand({
      TargetId: targetId,
      Filter: type as PolicyType,
      MaxResults: 20,
      ...(nextToken !== null && { NextToken: nextToken }),
    })
    return mapPage(await aws({ service: 'organizations', command }), ({ Policies = [] }) => ({
      attachments: Policies.map((policy) => required(policy.Id, 'a policy id'))
        .filter((policyId) => policyId !== rcpFullAccessId)
        .map((policyId) => ({ policyId, targetId, targetType: targetTypeOf(targetId) })),
    }))
  },
})
