import { defineOperation } from '../../define-operation.ts'

/** Needs no permission, and not even an explicit deny stops it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = defineOperation<object>({
  name: 'GetCallerIdentity',
  authorize: null,
  handle: ({ caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
})
