import type { UpdateOrganizationalUnitCommandInput } from '@aws-sdk/client-organizations'
import { ouArn } from '../arns.ts'
import { ids, ouName } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { unitShape } from '../shapes.ts'
import { getUnit, renameUnit } from '../tree.ts'

export const updateOrganizationalUnit = organizationsOperation<UpdateOrganizationalUnitCommandInput>({
  name: 'UpdateOrganizationalUnit',
  access: 'management',
  constraints: { OrganizationalUnitId: ids.ou, Name: ouName },
  resources: (organization, input) => [ouArn(organization, input.OrganizationalUnitId ?? '')],
  handle: ({ aws, organization }, input) => {
    const unit = getUnit(organization, input.OrganizationalUnitId ?? '')
    const renamed = input.Name === undefined ? unit : renameUnit(organization, unit.id, input.Name)
    return { OrganizationalUnit: unitShape(aws, organization, renamed) }
  },
})
