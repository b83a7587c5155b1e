import type { AcceptHandshakeCommandInput } from '@aws-sdk/client-organizations'
import { ids } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { acceptInvitation, endHandshake, getHandshake, openWhenApproved } from '../handshakes.ts'
import { accountOperation, type AccountScene } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'
import { findOrganizationOf, organizationsState, type HandshakeRecord } from '../state.ts'

/** The invited account accepts an invitation; an invited member approves all features; the management account completes them. */
export const acceptHandshake = accountOperation<AcceptHandshakeCommandInput>({
  name: 'AcceptHandshake',
  constraints: { HandshakeId: ids.handshake },
  alsoNeeds: ({ aws, caller }, input) => {
    const handshake = organizationsState(aws).handshakes.get(input.HandshakeId ?? '')
    const former = findOrganizationOf(aws, caller.accountId)
    const leaves = handshake?.action === 'INVITE' && former !== undefined && former.id !== handshake.organizationId
    return leaves ? ['organizations:LeaveOrganization'] : []
  },
  handle: ({ aws, caller, now }, input) => {
    const handshake = getHandshake(aws, input.HandshakeId ?? '', caller.accountId)
    const isSender = handshake.targetAccountId !== caller.accountId
    if (isSender !== (handshake.action === 'ENABLE_ALL_FEATURES')) throw organizationsError('AccessDeniedException')
    if (handshake.action === 'INVITE') acceptInvitation(aws, handshake, caller.accountId)
    else acceptFeatures(aws, handshake, now)
    return { Handshake: handshakeShape(aws, handshake) }
  },
})

function acceptFeatures(aws: AccountScene['aws'], handshake: HandshakeRecord, now: number): void {
  const state = organizationsState(aws)
  if (handshake.state === 'REQUESTED') throw organizationsError('InvalidHandshakeTransitionException')
  endHandshake(handshake, 'ACCEPTED', now)
  const organization = state.organizations.get(handshake.organizationId)
  const parent = state.handshakes.get(handshake.parentHandshakeId ?? '')
  if (parent !== undefined) openWhenApproved(aws, parent)
  else if (organization !== undefined) organization.featureSet = 'ALL'
}
