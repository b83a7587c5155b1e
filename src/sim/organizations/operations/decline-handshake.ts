import type { DeclineHandshakeCommandInput } from '@aws-sdk/client-organizations'
import { ids } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { endHandshake, getHandshake } from '../handshakes.ts'
import { accountOperation } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'

export const declineHandshake = accountOperation<DeclineHandshakeCommandInput>({
  name: 'DeclineHandshake',
  constraints: { HandshakeId: ids.handshake },
  handle: ({ aws, caller, now }, input) => {
    const handshake = getHandshake(aws, input.HandshakeId ?? '', caller.accountId)
    if (handshake.targetAccountId !== caller.accountId) throw organizationsError('AccessDeniedException')
    endHandshake(handshake, 'DECLINED', now)
    return { Handshake: handshakeShape(aws, handshake) }
  },
})
