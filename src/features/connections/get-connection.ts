import { accountErrors, findSingleStanding } from '#features/accounts/index.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Connection } from './connection.ts'
import { connectionErrors } from './errors.ts'
import { findConnection } from './queries.ts'

/** The connection of an account, or why there is none: unknown, managed by an organization (ORG-27), or removed. */
export async function getConnection(db: Db | Tx, accountId: string): Promise<Connection> {
  const connection = await findConnection(db, accountId)
  if (connection !== undefined) return connection
  const standing = await findSingleStanding(db, accountId, { lock: false })
  if (standing.kind === 'unknown') throw accountErrors.account_not_found(`Reeve knows no account ${accountId}.`)
  if (standing.kind === 'managed') throw managedError(accountId, standing.organizationId)
  throw connectionErrors.connection_not_found(`${accountId} has no connection of its own. Add it again to connect it.`)
}

export function managedError(accountId: string, organizationId: string) {
  return accountErrors.account_managed(
    `${accountId} is managed by ${organizationId}: the organization's configuration reaches it, and it cannot be connected, edited or removed singly. Change the registration of ${organizationId}, exclude the account there, or ignore it for a while.`,
  )
}
