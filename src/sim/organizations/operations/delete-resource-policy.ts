import type { DeleteResourcePolicyCommandInput } from '@aws-sdk/client-organizations'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { forgetTags } from '../tags.ts'

export const deleteResourcePolicy = organizationsOperation<DeleteResourcePolicyCommandInput>({
  name: 'DeleteResourcePolicy',
  access: 'management',
  handle: ({ organization }) => {
    const { resourcePolicy: policy } = organization
    if (policy === undefined) throw organizationsError('ResourcePolicyNotFoundException')
    forgetTags(organization, policy.id)
    delete organization.resourcePolicy
    return {}
  },
})
