import type { DeleteOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { organizationsState } from '../state.ts'

export const deleteOrganization = organizationsOperation<DeleteOrganizationCommandInput>({
  name: 'DeleteOrganization',
  access: 'management',
  handle: ({ aws, caller, organization }) => {
    if (organization.members.size > 1) throw organizationsError('OrganizationNotEmptyException')
    const state = organizationsState(aws)
    for (const handshake of state.handshakes.values())
      if (handshake.organizationId === organization.id) state.handshakes.delete(handshake.id)
    state.memberships.delete(caller.accountId)
    state.organizations.delete(organization.id)
    return {}
  },
})
