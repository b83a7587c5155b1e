import type { CancelHandshakeCommandInput } from '@aws-sdk/client-organizations'
import { ids } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { endHandshake, getHandshake } from '../handshakes.ts'
import { accountOperation } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'

/** Only whoever sent a handshake can cancel it. */
export const cancelHandshake = accountOperation<CancelHandshakeCommandInput>({
  name: 'CancelHandshake',
  constraints: { HandshakeId: ids.handshake },
  handle: ({ aws, caller, now }, input) => {
    const handshake = getHandshake(aws, input.HandshakeId ?? '', caller.accountId)
    if (handshake.targetAccountId === caller.accountId) throw organizationsError('AccessDeniedException')
    endHandshake(handshake, 'CANCELED', now)
    return { Handshake: handshakeShape(aws, handshake) }
  },
})
