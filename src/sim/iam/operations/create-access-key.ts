import type { CreateAccessKeyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import { addAccessKey, type UserRecord } from '../state.ts'

/** A user has at most this many access keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const accessKeysMax = 2

export const createAccessKey = defineOperation<CreateAccessKeyRequest>({
  name: 'CreateAccessKey',
  constraints: { UserName: common.UserName },
  authorize: onPrincipal('CreateAccessKey'),
  handle(call) {
    const user = principalOf(call) as UserRecord
    if (user.accessKeys.size >= accessKeysMax)
      throw new SimError('LimitExceededException', `Cannot exceed quota for AccessKeysPerUser: ${accessKeysMax}`)
    const { accessKeyId, secretAccessKey } = addAccessKey(call.aws, call.caller.accountId, user.name)
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Status: 'Active',
        CreateDate: call.aws.date(),
      },
    }
  },
})
