import type { ListEffectivePolicyValidationErrorsCommandInput } from '@aws-sdk/client-organizations'
import { effectivePolicyType, ids, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { isEnabled } from '../policies.ts'
import { accountPathOf, getMember } from '../tree.ts'

/** No declarative policy that this organization accepts can be invalid, so an enabled type has no errors. */
export const listEffectivePolicyValidationErrors = organizationsOperation<ListEffectivePolicyValidationErrorsCommandInput>({
  name: 'ListEffectivePolicyValidationErrors',
  access: 'reader',
  constraints: { AccountId: ids.account, PolicyType: effectivePolicyType, MaxResults: maxResults },
  context: (_, input) => ({ 'organizations:PolicyType': input.PolicyType ?? '' }),
  handle: ({ organization, now }, input) => {
    const { PolicyType: type = 'TAG_POLICY' } = input
    const member = getMember(organization, input.AccountId ?? '')
    if (!isEnabled(organization, type, now)) throw organizationsError('EffectivePolicyNotFoundException')
    return {
      AccountId: member.account.id,
      PolicyType: type,
      Path: accountPathOf(organization, member),
      EvaluationTimestamp: new Date(now),
      EffectivePolicyValidationErrors: [],
    }
  },
})
