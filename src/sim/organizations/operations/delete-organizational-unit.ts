import type { DeleteOrganizationalUnitCommandInput } from '@aws-sdk/client-organizations'
import { ouArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { detachAll } from '../policies.ts'
import { forgetTags } from '../tags.ts'
import { removeUnit } from '../tree.ts'

export const deleteOrganizationalUnit = organizationsOperation<DeleteOrganizationalUnitCommandInput>({
  name: 'DeleteOrganizationalUnit',
  access: 'management',
  constraints: { OrganizationalUnitId: ids.ou },
  resources: (organization, input) => [ouArn(organization, input.OrganizationalUnitId ?? '')],
  handle: ({ organization }, input) => {
    const ouId = input.OrganizationalUnitId ?? ''
    removeUnit(organization, ouId)
    detachAll(organization, ouId)
    forgetTags(organization, ouId)
    return {}
  },
})
