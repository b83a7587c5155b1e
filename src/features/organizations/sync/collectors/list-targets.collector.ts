import { ListTargetsForPolicyCommand } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'
import { targetTypeOf } from '../policy-facts.ts'

/** Where one policy is attached directly; `subject` is `TYPE:policy`. */
export const listTargets = defineCollector({
  kind: 'targets',
  service: 'organizations',
  operation: 'ListTargetsForPolicy',
  read: async (aws, { subject, nextToken }) => {
    const policyId = subject.slice(subject.indexOf(':') + 1)
    const command = new ListTargetsForPolicyCommand({
      PolicyId: policyId,
      MaxResults: 20,
      ...(nextToken !== null && { NextToken: nextToken }),
    })
    return mapPage(await aws({ service: 'organizations', command }), ({ Targets = [] }) => ({
      attachments: Targets.map((target) => {
        const targetId = required(target.TargetId, 'a target id')
        return { policyId, targetId, targetType: targetTypeOf(targetId) }
      }),
    }))
  },
})
