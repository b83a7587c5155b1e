import type { ListAccessKeysRequest } from '@aws-sdk/client-iam'
import { credentialStore } from '../../credentials.ts'
import { defineOperation } from '../../define-operation.ts'
import { common, iamPage, onPrincipal, principalOf } from '../requests.ts'
import type { UserRecord } from '../state.ts'

export const listAccessKeys = defineOperation<ListAccessKeysRequest>({
  name: 'ListAccessKeys',
  constraints: { UserName: common.UserName, MaxItems: common.MaxItems },
  authorize: onPrincipal('ListAccessKeys'),
  handle(call) {
    const user = principalOf(call) as UserRecord
    const credentials = call.aws.state(credentialStore)
    const { items, rest } = iamPage([...user.accessKeys], call.input, `keys/${user.arn}`)
    const keys = items.map(([AccessKeyId, { createdAt }]) => ({
      UserName: user.name,
      AccessKeyId,
      Status: credentials.get(AccessKeyId)?.active === true ? 'Active' : 'Inactive',
      CreateDate: new Date(createdAt),
    }))
    return { AccessKeyMetadata: keys, ...rest }
  },
})
