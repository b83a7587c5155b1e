import { ListAccountsCommand, type Account } from '@aws-sdk/client-organizations'
import { accountStateOf } from '#features/accounts/index.ts'
import { placementOfAccountPath } from '#lib/org-path.ts'
import { defineCollector, mapPage, required } from '../define-collector.ts'
import type { StagedAccount } from '../streams.ts'

/** Every account, with its place where AWS gives `Paths`; decided account by account. */
export const listAccounts = defineCollector({
  kind: 'accounts',
  service: 'organizations',
  operation: 'ListAccounts',
  read: async (aws, { nextToken }) => {
    const command = new ListAccountsCommand({ MaxResults: 20, ...(nextToken !== null && { NextToken: nextToken }) })
    return mapPage(await aws({ service: 'organizations', command }), ({ Accounts = [] }) => ({ accounts: Accounts.map(stagedAccount) }))
  },
})

function stagedAccount(account: Account): StagedAccount {
  const accountId = required(account.Id, 'an account id')
  const place = placementOfAccountPath(account.Paths?.[0], accountId)
  return {
    accountId,
    name: account.Name ?? accountId,
    email: account.Email ?? null,
    arn: account.Arn ?? null,
    state: accountStateOf(account),
    joinedMethod: account.JoinedMethod ?? null,
    joinedAt: account.JoinedTimestamp?.toISOString() ?? null,
    parentId: place?.parentId ?? null,
    pathIds: place?.pathIds ?? null,
  }
}
