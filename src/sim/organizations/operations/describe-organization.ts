import type { DescribeOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { organizationsOperation } from '../organizations-operation.ts'
import { organizationShape } from '../shapes.ts'

export const describeOrganization = organizationsOperation<DescribeOrganizationCommandInput>({
  name: 'DescribeOrganization',
  access: 'member',
  handle: ({ organization }) => ({ Organization: organizationShape(organization) }),
})
