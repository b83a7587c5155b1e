import type { PutResourcePolicyCommandInput } from '@aws-sdk/client-organizations'
import { resourcePolicyArn } from '../arns.ts'
import { assertDelegationPolicy } from '../delegation-policy.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { parseTags, putTags } from '../tags.ts'

/** Writes the resource-based delegation policy; tags can only come with the first one. */
export const putResourcePolicy = organizationsOperation<PutResourcePolicyCommandInput>({
  name: 'PutResourcePolicy',
  access: 'management',
  constraints: { Content: { length: [1, 40_000] } },
  handle: ({ aws, organization, now }, input) => {
    const { Content: content = '' } = input
    assertDelegationPolicy(content)
    if (organization.resourcePolicy !== undefined && (input.Tags ?? []).length > 0) {
      throw organizationsError('AccessDeniedException')
    }
    const policy = { id: organization.resourcePolicy?.id ?? `rp-${aws.ids.lower('rp', 8)}`, content }
    organization.resourcePolicy = policy
    putTags(organization, { id: policy.id, at: now, tags: parseTags(input.Tags) })
    return {
      ResourcePolicy: { ResourcePolicySummary: { Id: policy.id, Arn: resourcePolicyArn(organization, policy.id) }, Content: content },
    }
  },
})
