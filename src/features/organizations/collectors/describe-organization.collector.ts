import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { FeatureSet } from '../organization.ts'

export type DescribedOrganization = {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly managementAccountEmail: string | null
  readonly featureSet: FeatureSet
}

/** Which organization the session's account belongs to. `rejected` with AWSOrganizationsNotInUseException: none. */
export async function describeOrganization(door: AwsDoor, session: AwsSession, work: Work): Promise<Outcome<DescribedOrganization>> {
  const outcome = await door.call(session, { service: 'organizations', command: new DescribeOrganizationCommand({}) }, work)
  if (outcome.kind !== 'ok') return outcome
  const { Id, MasterAccountId, MasterAccountEmail, FeatureSet } = outcome.value.Organization ?? {}
  if (Id === undefined || MasterAccountId === undefined) {
    return {
      kind: 'rejected',
      code: 'IncompleteAnswer',
      message: 'DescribeOrganization answered without organization id or management account.',
    }
  }
  return {
    kind: 'ok',
    value: {
      organizationId: Id,
      managementAccountId: MasterAccountId,
      managementAccountEmail: MasterAccountEmail ?? null,
      featureSet: FeatureSet === 'CONSOLIDATED_BILLING' ? 'CONSOLIDATED_BILLING' : 'ALL',
    },
  }
}
