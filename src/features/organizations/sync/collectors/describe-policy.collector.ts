import { DescribePolicyCommand } from '@aws-sdk/client-organizations'
import { contentHashOf } from '../policy-facts.ts'
import { defineCollector, required } from '../define-collector.ts'

/** The text of one policy. At 2/s this is the narrowest bucket of small and middling organizations. */
export const describePolicy = defineCollector({
  kind: 'policy',
  service: 'organizations',
  operation: 'DescribePolicy',
  read: async (aws, { subject }) => {
    const outcome = await aws({ service: 'organizations', command: new DescribePolicyCommand({ PolicyId: subject }) })
    if (outcome.kind !== 'ok') return outcome
    const content = required(outcome.value.Policy?.Content, `the content of ${subject}`)
    const contents = [{ policyId: subject, content, contentHash: contentHashOf(content) }]
    return { kind: 'ok', value: { rows: { contents }, nextToken: null } }
  },
})
