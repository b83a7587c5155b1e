import type { GetAccessKeyInfoRequest } from '@aws-sdk/client-sts'
import { credentialStore } from '../../credentials.ts'
import { defineOperation, SimError } from '../../define-operation.ts'

export const getAccessKeyInfo = defineOperation<GetAccessKeyInfoRequest>({
  name: 'GetAccessKeyInfo',
  constraints: { AccessKeyId: { pattern: /^[\w]*$/, length: [16, 128] } },
  handle({ aws, input }) {
    const credential = aws.state(credentialStore).get(input.AccessKeyId!)
    if (credential === undefined) throw new SimError('AccessDenied', 'Invalid access key', { status: 403 })
    return { Account: credential.caller.accountId }
  },
})
