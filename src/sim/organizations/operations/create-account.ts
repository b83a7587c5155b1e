import type { CreateAccountCommandInput } from '@aws-sdk/client-organizations'
import { accountName, email, roleName } from '../constraints.ts'
import { requestAccount } from '../membership.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { createAccountStatusShape } from '../shapes.ts'

export const createAccount = organizationsOperation<CreateAccountCommandInput>({
  name: 'CreateAccount',
  access: 'management',
  constraints: { Email: email, AccountName: accountName, RoleName: roleName, IamUserAccessToBilling: { oneOf: ['ALLOW', 'DENY'] } },
  handle: ({ aws, organization }, input) => ({ CreateAccountStatus: createAccountStatusShape(requestAccount(aws, organization, input)) }),
})
