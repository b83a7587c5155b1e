import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import { accountErrors } from './errors.ts'

/**
 * Locks an account that is connected singly and answers its key. An account of an organization is refused (ORG-27): the organization's
 * configuration reaches it, and what is edited or deleted here would be back with the next sync.
 */
export async function requireSingleAccount(tx: Tx, accountId: string): Promise<string> {
  const { rows } = await sql<{ uid: string; organizationId: string | null; isRemoved: boolean }>`
    select account.id as uid, o.organization_id as "organizationId", o.removed_at is not null as "isRemoved"
    from account left join organization o on o.id = account.organization_uid
    where account.account_id = ${accountId} for update of account`.execute(tx)
  const account = rows[0]
  if (account === undefined) throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
  // What a removed registration left behind is nobody's any more.
  if (account.organizationId === null || account.isRemoved) return account.uid
  throw accountErrors.account_managed(
    `${accountId} is managed by ${account.organizationId}: its credentials are the organization's, and it cannot be edited or deleted singly. Exclude it by name prefix or OU scope, or ignore it for a while.`,
  )
}
