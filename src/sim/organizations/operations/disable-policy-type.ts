import type { DisablePolicyTypeCommandInput } from '@aws-sdk/client-organizations'
import { rootArn } from '../arns.ts'
import { ids, policyType } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { assertSettled, disableType, isEnabled } from '../policies.ts'
import { rootShape } from '../shapes.ts'

/** Detaches every policy of the type from every node; enabling it again brings only AWS's own back. */
export const disablePolicyType = organizationsOperation<DisablePolicyTypeCommandInput>({
  name: 'DisablePolicyType',
  access: 'reader',
  constraints: { RootId: ids.root, PolicyType: policyType },
  resources: (organization, input) => [rootArn(organization, input.RootId ?? '')],
  context: (_, input) => ({ 'organizations:PolicyType': input.PolicyType ?? '' }),
  handle: ({ aws, organization, now }, input) => {
    const { RootId: rootId, PolicyType: type = 'SERVICE_CONTROL_POLICY' } = input
    if (rootId !== organization.rootId) throw organizationsError('RootNotFoundException')
    assertSettled(organization, type, now)
    if (!isEnabled(organization, type, now)) throw organizationsError('PolicyTypeNotEnabledException')
    disableType(organization, type, now + aws.lagMs(settleMs))
    return { Root: rootShape(organization, now) }
  },
})

/** AWS publishes no figure; seconds is what its users see. */
const settleMs = 5_000
