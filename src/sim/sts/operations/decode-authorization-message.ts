import type { DecodeAuthorizationMessageRequest } from '@aws-sdk/client-sts'
import { defineOperation, SimError } from '../../define-operation.ts'
import { decodeAuthorizationMessage as decode } from '../../denial.ts'

export const decodeAuthorizationMessage = defineOperation<DecodeAuthorizationMessageRequest>({
  name: 'DecodeAuthorizationMessage',
  constraints: { EncodedMessage: { length: [1, 10_240] } },
  handle({ aws, input }) {
    const text = decode(aws, input.EncodedMessage!)
    if (text === undefined) throw new SimError('InvalidAuthorizationMessageException', 'Message is not valid.')
    return { DecodedMessage: text }
  },
})
