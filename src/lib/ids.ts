/** Nominal strings: an id of one kind is not assignable to another. */
export type Id<Kind extends string> = string & { readonly __id: Kind }

/** AWS account id: twelve digits, leading zeros kept. */
export type AccountId = Id<'account'>
/** AWS organization id, `o-…`. */
export type OrganizationId = Id<'organization'>
/** Root id, `r-…`. */
export type RootId = Id<'root'>
/** Organizational unit id, `ou-…`. */
export type OuId = Id<'ou'>
/** Organizations policy id, `p-…`. */
export type PolicyId = Id<'policy'>

/**
 * Identifier patterns of the Organizations API, anchored here because the service model's alternations are not.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Types.html
 */
export const idPatterns = {
  account: /^\d{12}$/,
  organization: /^o-[a-z0-9]{10,32}$/,
  root: /^r-[0-9a-z]{4,32}$/,
  ou: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
  policy: /^p-[0-9a-zA-Z_]{8,128}$/,
  handshake: /^h-[0-9a-z]{8,32}$/,
  createAccountRequest: /^car-[a-z0-9]{8,32}$/,
  resourcePolicy: /^rp-[0-9a-zA-Z_]{4,128}$/,
} as const
