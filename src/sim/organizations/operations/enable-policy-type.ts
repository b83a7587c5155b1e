import type { EnablePolicyTypeCommandInput } from '@aws-sdk/client-organizations'
import { rootArn } from '../arns.ts'
import { ids, policyType } from '../constraints.ts'
import { organizationsError } from '../errors.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { assertSettled, enableType, isEnabled } from '../policies.ts'
import { rootShape } from '../shapes.ts'

/** Takes effect after a while; the reply may still list no policy types at all. */
export const enablePolicyType = organizationsOperation<EnablePolicyTypeCommandInput>({
  name: 'EnablePolicyType',
  access: 'reader',
  constraints: { RootId: ids.root, PolicyType: policyType },
  resources: (organization, input) => [rootArn(organization, input.RootId ?? '')],
  context: (_, input) => ({ 'organizations:PolicyType': input.PolicyType ?? '' }),
  handle: ({ aws, organization, now }, input) => {
    const { RootId: rootId, PolicyType: type = 'SERVICE_CONTROL_POLICY' } = input
    if (rootId !== organization.rootId) throw organizationsError('RootNotFoundException')
    if (organization.featureSet !== 'ALL') throw organizationsError('PolicyTypeNotAvailableForOrganizationException')
    assertSettled(organization, type, now)
    if (isEnabled(organization, type, now)) throw organizationsError('PolicyTypeAlreadyEnabledException')
    enableType(organization, type, now + aws.lagMs(settleMs))
    return { Root: rootShape(organization, now, true) }
  },
})

/** AWS publishes no figure; seconds is what its users see. */
const settleMs = 5_000
