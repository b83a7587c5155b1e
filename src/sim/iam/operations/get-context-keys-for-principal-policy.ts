import type { GetContextKeysForPrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { defineOperation, SimError } from '../../define-operation.ts'
import { contextKeysIn } from '../context-key-names.ts'
import { getRole, getUser } from '../errors.ts'
import { ownIam } from '../requests.ts'
import { inputPolicies } from '../simulate.ts'
import { policiesOf } from '../state.ts'

export const getContextKeysForPrincipalPolicy = defineOperation<GetContextKeysForPrincipalPolicyRequest>({
  name: 'GetContextKeysForPrincipalPolicy',
  constraints: { PolicySourceArn: { length: [20, 2048] } },
  authorize: (call) => ({ action: 'iam:GetContextKeysForPrincipalPolicy', resource: call.input.PolicySourceArn! }),
  handle(call) {
    const { PolicySourceArn: arn, PolicyInputList } = call.input
    const [, kind, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn!) ?? []
    if (kind === undefined || name === undefined)
      throw new SimError('InvalidInputException', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
    const iam = ownIam(call)
    const { identity, boundary = [] } = policiesOf(call.aws, iam, kind === 'user' ? getUser(iam, name) : getRole(iam, name))
    return { ContextKeyNames: contextKeysIn([...identity, ...boundary, ...inputPolicies(PolicyInputList)]) }
  },
})
