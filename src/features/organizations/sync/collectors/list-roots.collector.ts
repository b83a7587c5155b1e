import { ListRootsCommand } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'

/** The root, and which policy types are enabled; DescribeOrganization's own list of types is deprecated and wrong. */
export const listRoots = defineCollector({
  kind: 'roots',
  service: 'organizations',
  operation: 'ListRoots',
  read: async (aws, { nextToken }) => {
    const command = new ListRootsCommand(nextToken === null ? {} : { NextToken: nextToken })
    return mapPage(await aws({ service: 'organizations', command }), ({ Roots = [] }) => ({
      ous: Roots.map((root) => ({
        ouId: required(root.Id, 'a root id'),
        parentId: null,
        name: root.Name ?? 'Root',
        arn: root.Arn ?? '',
        policyTypes: (root.PolicyTypes ?? [])
          .flatMap((type) => (type.Status === 'ENABLED' && type.Type !== undefined ? [type.Type] : []))
          .toSorted(),
      })),
    }))
  },
})
