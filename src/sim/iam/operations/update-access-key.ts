import type { UpdateAccessKeyRequest } from '@aws-sdk/client-iam'
import { credentialStore } from '../../credentials.ts'
import { defineOperation, SimError } from '../../define-operation.ts'
import { common, onPrincipal, principalOf } from '../requests.ts'
import type { UserRecord } from '../state.ts'

export const updateAccessKey = defineOperation<UpdateAccessKeyRequest>({
  name: 'UpdateAccessKey',
  constraints: { UserName: common.UserName, Status: { oneOf: ['Active', 'Inactive', 'Expired'] } },
  authorize: onPrincipal('UpdateAccessKey'),
  handle(call) {
    const { AccessKeyId, Status } = call.input
    const user = principalOf(call) as UserRecord
    const credentials = call.aws.state(credentialStore)
    const credential = user.accessKeys.has(AccessKeyId!) ? credentials.get(AccessKeyId!) : undefined
    if (credential === undefined) throw new SimError('NoSuchEntityException', `The Access Key with id ${AccessKeyId} cannot be found.`)
    credentials.set(AccessKeyId!, { ...credential, active: Status === 'Active' })
    return {}
  },
})
