import type { ListAccountsWithInvalidEffectivePolicyCommandInput } from '@aws-sdk/client-organizations'
import { effectivePolicyType, maxResults } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { isEnabled } from '../policies.ts'

/** No declarative policy that this organization accepts can be invalid, so the list of an enabled type is empty. */
export const listAccountsWithInvalidEffectivePolicy = organizationsOperation<ListAccountsWithInvalidEffectivePolicyCommandInput>({
  name: 'ListAccountsWithInvalidEffectivePolicy',
  access: 'reader',
  constraints: { PolicyType: effectivePolicyType, MaxResults: maxResults },
  context: (_, input) => ({ 'organizations:PolicyType': input.PolicyType ?? '' }),
  handle: ({ organization, now }, input) => {
    const { PolicyType: type = 'TAG_POLICY' } = input
    if (!isEnabled(organization, type, now)) throw organizationsError('EffectivePolicyNotFoundException')
    return { Accounts: [], PolicyType: type }
  },
})
