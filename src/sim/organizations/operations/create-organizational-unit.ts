import type { CreateOrganizationalUnitCommandInput } from '@aws-sdk/client-organizations'
import { resourceArn } from '../arns.ts'
import { ids, ouName } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { attachDefaults } from '../policies.ts'
import { unitShape } from '../shapes.ts'
import { parseTags, putTags } from '../tags.ts'
import { addUnit } from '../tree.ts'

export const createOrganizationalUnit = organizationsOperation<CreateOrganizationalUnitCommandInput>({
  name: 'CreateOrganizationalUnit',
  access: 'management',
  constraints: { ParentId: ids.parent, Name: ouName },
  resources: (organization, input) => [resourceArn(organization, input.ParentId ?? '')],
  handle: ({ aws, organization, now }, input) => {
    const tags = parseTags(input.Tags)
    const unit = {
      id: `ou-${organization.rootId.slice('r-'.length)}-${aws.ids.lower('ou', 8)}`,
      name: input.Name ?? '',
      parentId: input.ParentId ?? '',
    }
    addUnit(organization, unit)
    attachDefaults(organization, { id: unit.id, type: 'ORGANIZATIONAL_UNIT' })
    putTags(organization, { id: unit.id, at: now, tags })
    return { OrganizationalUnit: unitShape(aws, organization, unit) }
  },
})
