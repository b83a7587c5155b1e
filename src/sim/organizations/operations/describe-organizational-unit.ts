import type { DescribeOrganizationalUnitCommandInput } from '@aws-sdk/client-organizations'
import { ouArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { unitShape } from '../shapes.ts'
import { getUnit } from '../tree.ts'

export const describeOrganizationalUnit = organizationsOperation<DescribeOrganizationalUnitCommandInput>({
  name: 'DescribeOrganizationalUnit',
  access: 'reader',
  constraints: { OrganizationalUnitId: ids.ou },
  resources: (organization, input) => [ouArn(organization, input.OrganizationalUnitId ?? '')],
  handle: ({ aws, organization }, input) => ({
    OrganizationalUnit: unitShape(aws, organization, getUnit(organization, input.OrganizationalUnitId ?? '')),
  }),
})
