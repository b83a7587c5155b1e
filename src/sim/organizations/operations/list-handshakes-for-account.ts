import type { ListHandshakesForAccountCommandInput } from '@aws-sdk/client-organizations'
import { maxResults } from '../constraints.ts'
import { isVisible } from '../handshakes.ts'
import { accountOperation } from '../organizations-operation.ts'
import { readFiltered } from '../page-token.ts'
import { handshakeShape } from '../shapes.ts'
import { organizationsState, type HandshakeRecord } from '../state.ts'

/** Handshakes sent to the calling account, the ended ones for thirty days more. */
export const listHandshakesForAccount = accountOperation<ListHandshakesForAccountCommandInput>({
  name: 'ListHandshakesForAccount',
  constraints: { MaxResults: maxResults },
  handle: ({ aws, caller, now }, input) => {
    const { ActionType: action, ParentHandshakeId: parent } = input.Filter ?? {}
    const isAsked = (handshake: HandshakeRecord) =>
      handshake.targetAccountId === caller.accountId &&
      isVisible(handshake, now) &&
      (action === undefined || handshake.action === action) &&
      (parent === undefined || handshake.parentHandshakeId === parent)
    const listing = { aws, organizationId: caller.accountId, operation: 'ListHandshakesForAccount', of: `${action}/${parent}` }
    const { items, next } = readFiltered(organizationsState(aws).handshakes, { ...listing, keep: isAsked, key: ({ id }) => id }, input)
    return { Handshakes: items.map((handshake) => handshakeShape(aws, handshake)), ...next }
  },
})
