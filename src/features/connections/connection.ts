import type { AccountStatus } from '#features/accounts/index.ts'
import type { CallerIdentity } from '#platform/aws/door.ts'
import type { HarvestingStrategy } from './harvesting-strategies.ts'

export type ConnectionRole = {
  readonly arn: string
  readonly sessionName: string
  readonly durationSeconds: number
  readonly externalId: string | null
}

/** How an account is reached. Without a role it is the hosting account, reached as the caller itself (CONN-3). Holds secrets in the clear. */
export type ConnectionCredentials = { readonly caller: CallerIdentity; readonly role: ConnectionRole | null }

/** The caller as it is stored: the secret stays sealed until a session target is built. */
export type StoredCaller =
  | Exclude<CallerIdentity, { kind: 'stored_keys' }>
  | { readonly kind: 'stored_keys'; readonly accessKeyId: string; readonly secretAccessKeySealed: string }

export type StoredRole = Omit<ConnectionRole, 'externalId'> & { readonly externalIdSealed: string | null }
export type StoredCredentials = { readonly caller: StoredCaller; readonly role: StoredRole | null }

/** The connection of one account as stored, with what the account's row says of it. */
export type Connection = StoredCredentials & {
  readonly accountUid: string
  readonly accountId: string
  readonly partition: string
  readonly name: string
  readonly status: AccountStatus
  readonly statusReason: string | null
  readonly harvestingStrategy: HarvestingStrategy
  /** Grows with every edit; the ETag of the HTTP face. */
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
}

/** Recommended by CONN-8, in this product's name: it shows in the CloudTrail of the account. */
export const defaultSessionName = 'Reeve'
