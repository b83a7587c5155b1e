import type { DescribeHandshakeCommandInput } from '@aws-sdk/client-organizations'
import { ids } from '../constraints.ts'
import { getHandshake } from '../handshakes.ts'
import { accountOperation } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'

export const describeHandshake = accountOperation<DescribeHandshakeCommandInput>({
  name: 'DescribeHandshake',
  constraints: { HandshakeId: ids.handshake },
  handle: ({ aws, caller }, input) => ({ Handshake: handshakeShape(aws, getHandshake(aws, input.HandshakeId ?? '', caller.accountId)) }),
})
