import type { ListHandshakesForOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { isVisible } from '../handshakes.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { readFiltered } from '../page-token.ts'
import { handshakeShape } from '../shapes.ts'
import { organizationsState, type HandshakeRecord } from '../state.ts'

export const listHandshakesForOrganization = organizationsOperation<ListHandshakesForOrganizationCommandInput>({
  name: 'ListHandshakesForOrganization',
  access: 'reader',
  constraints: { MaxResults: maxResults },
  handle: ({ aws, organization, now }, input) => {
    const { ActionType: action, ParentHandshakeId: parent } = input.Filter ?? {}
    const isAsked = (handshake: HandshakeRecord) =>
      handshake.organizationId === organization.id &&
      isVisible(handshake, now) &&
      (action === undefined || handshake.action === action) &&
      (parent === undefined || handshake.parentHandshakeId === parent)
    const listing = { aws, organizationId: organization.id, operation: 'ListHandshakesForOrganization', of: `${action}/${parent}` }
    const { items, next } = readFiltered(organizationsState(aws).handshakes, { ...listing, keep: isAsked, key: ({ id }) => id }, input)
    return { Handshakes: items.map((handshake) => handshakeShape(aws, handshake)), ...next }
  },
})
