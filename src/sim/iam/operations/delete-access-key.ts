import type { DeleteAccessKeyRequest } from '@aws-sdk/client-iam'
import { credentialStore } from '../../credentials.ts'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import type { UserRecord } from '../state.ts'

export const deleteAccessKey = defineOperation<DeleteAccessKeyRequest>({
  name: 'DeleteAccessKey',
  constraints: { UserName: common.UserName },
  authorize: onPrincipal('DeleteAccessKey'),
  handle(call) {
    const { AccessKeyId } = call.input
    const user = principalOf(call) as UserRecord
    if (!user.accessKeys.delete(AccessKeyId!))
      throw new SimError('NoSuchEntityException', `The Access Key with id ${AccessKeyId} cannot be found.`)
    call.aws.state(credentialStore).delete(AccessKeyId!)
    return {}
  },
})
