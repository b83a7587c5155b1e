import { ListAccountsForParentCommand } from '@aws-sdk/client-organizations'
import { defineCollector, mapPage, required } from '../define-collector.ts'

/** The OU walk: which accounts lie directly in one parent. Only for accounts whose `Paths` AWS did not give. */
export const listAccountsForParent = defineCollector({
  kind: 'parents',
  service: 'organizations',
  operation: 'ListAccountsForParent',
  read: async (aws, { subject, nextToken }) => {
    const command = new ListAccountsForParentCommand({
      ParentId: subject,
      MaxResults: 20,
      ...(nextToken !== null && { NextToken: nextToken }),
    })
    return mapPage(await aws({ service: 'organizations', command }), ({ Accounts = [] }) => ({
      parents: Accounts.map((account) => ({ accountId: required(account.Id, 'an account id'), parentId: subject })),
    }))
  },
})
