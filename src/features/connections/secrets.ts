import { AppError } from '#lib/app-error.ts'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { ConnectionCredentials, StoredCredentials } from './connection.ts'

type ConnectionSecret = 'external_id' | 'caller_secret_access_key'

/** Binds a sealed value to its row and column, so that it opens nowhere else; rotation finds it by the same convention. */
function aadOf(accountUid: string, secret: ConnectionSecret): string {
  return sealedAad('account_connection', accountUid, secret)
}

/** Seals the secrets of credentials for the account's row; what comes back may be stored. */
export function sealCredentials(sealer: Sealer, accountUid: string, { caller, role }: ConnectionCredentials): StoredCredentials {
  return {
    caller:
      caller.kind === 'stored_keys'
        ? {
            kind: caller.kind,
            accessKeyId: caller.accessKeyId,
            secretAccessKeySealed: sealer.seal(caller.secretAccessKey, aadOf(accountUid, 'caller_secret_access_key')),
          }
        : caller,
    role: role === null ? null : sealRole(sealer, accountUid, role),
  }
}

function sealRole(sealer: Sealer, accountUid: string, { externalId, ...role }: NonNullable<ConnectionCredentials['role']>) {
  return { ...role, externalIdSealed: externalId === null ? null : sealer.seal(externalId, aadOf(accountUid, 'external_id')) }
}

type Sealed = StoredCredentials & { readonly accountUid: string }

/** Opens stored credentials. What comes back holds secrets: never store or log it. */
export function openCredentials(sealer: Sealer, { accountUid, caller, role }: Sealed): ConnectionCredentials {
  return {
    caller:
      caller.kind === 'stored_keys'
        ? {
            kind: caller.kind,
            accessKeyId: caller.accessKeyId,
            secretAccessKey: sealer.open(caller.secretAccessKeySealed, aadOf(accountUid, 'caller_secret_access_key')),
          }
        : caller,
    role: role === null ? null : openRole(sealer, accountUid, role),
  }
}

function openRole(sealer: Sealer, accountUid: string, { externalIdSealed, ...role }: NonNullable<StoredCredentials['role']>) {
  return { ...role, externalId: externalIdSealed === null ? null : sealer.open(externalIdSealed, aadOf(accountUid, 'external_id')) }
}

/** `openCredentials` where one account's damaged secret must not be everybody's trouble. */
export function tryOpenCredentials(sealer: Sealer, stored: Sealed): ConnectionCredentials | AppError {
  try {
    return openCredentials(sealer, stored)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
