/** Seals with the installation's key. `aad` binds a sealed value to its row and column, so that it opens nowhere else. */
export type Sealer = {
  seal(plain: string, aad: string): string
  open(sealed: string, aad: string): string
}

export type OrganizationSecret = 'org_external_id' | 'member_external_id' | 'caller_secret_access_key'

/** INVARIANT: never changes for a stored row; every sealed column of `organization` was sealed under it. */
export function organizationAad(uid: string, secret: OrganizationSecret): string {
  return `organization:${uid}:${secret}`
}

/** Opens a sealed column; null stays null. */
export function openSecret(
  sealer: Sealer,
  of: { readonly uid: string; readonly secret: OrganizationSecret },
  sealed: string | null,
): string | null {
  return sealed === null ? null : sealer.open(sealed, organizationAad(of.uid, of.secret))
}
