import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { OrganizationCredentials } from './credentials-form.ts'
import type { StoredCredentials } from './organization.ts'

export type OrganizationSecret = 'org_external_id' | 'member_external_id' | 'caller_secret_access_key'

/** Binds a sealed value to its row and column, so that it opens nowhere else. */
export function organizationAad(uid: string, secret: OrganizationSecret): string {
  return sealedAad('organization', uid, secret)
}

/** Opens a sealed column; null stays null. */
export function openSecret(
  sealer: Sealer,
  of: { readonly uid: string; readonly secret: OrganizationSecret },
  sealed: string | null,
): string | null {
  return sealed === null ? null : sealer.open(sealed, organizationAad(of.uid, of.secret))
}

/** Seals the secrets of credentials for the row `uid`; what comes back may be stored. */
export function sealCredentials(
  sealer: Sealer,
  uid: string,
  { caller, organizationRole, memberRole }: OrganizationCredentials,
): StoredCredentials {
  const seal = (plain: string, secret: OrganizationSecret) => sealer.seal(plain, organizationAad(uid, secret))
  const { externalId: orgExternalId, ...orgRole } = organizationRole
  const { externalId: memberExternalId, ...member } = memberRole
  return {
    caller:
      caller.kind === 'stored_keys'
        ? {
            kind: caller.kind,
            accessKeyId: caller.accessKeyId,
            secretAccessKeySealed: seal(caller.secretAccessKey, 'caller_secret_access_key'),
          }
        : caller,
    orgRole: { ...orgRole, externalIdSealed: orgExternalId === null ? null : seal(orgExternalId, 'org_external_id') },
    memberRole: { ...member, externalIdSealed: memberExternalId === null ? null : seal(memberExternalId, 'member_external_id') },
  }
}
