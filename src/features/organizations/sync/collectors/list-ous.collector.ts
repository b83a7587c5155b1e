import { ListOrganizationalUnitsForParentCommand } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'

/** The OUs directly in one parent. Names come with them, so DescribeOrganizationalUnit at 2/s is never needed. */
export const listOus = defineCollector({
  kind: 'ous',
  service: 'organizations',
  operation: 'ListOrganizationalUnitsForParent',
  read: async (aws, { subject, nextToken }) => {
    const command = new ListOrganizationalUnitsForParentCommand({
      ParentId: subject,
      MaxResults: 20,
      ...(nextToken !== null && { NextToken: nextToken }),
    })
    return mapPage(await aws({ service: 'organizations', command }), ({ OrganizationalUnits = [] }) => ({
      ous: OrganizationalUnits.map((ou) => ({
        ouId: required(ou.Id, 'an OU id'),
        parentId: subject,
        name: required(ou.Name, 'an OU name'),
        arn: ou.Arn ?? '',
        policyTypes: null,
      })),
    }))
  },
})
