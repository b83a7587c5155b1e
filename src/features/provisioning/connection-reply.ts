import { z } from 'zod'
import type { ScimToken } from '#platform/auth/scim-token-store.ts'
import type { Connection } from './connection-store.ts'

export const connectionParams = z.strictObject({
  connection: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Small letters, digits and hyphens.'),
})

export const groupGrantSchema = z.strictObject({
  claim: z
    .enum(['displayName', 'externalId'])
    .default('displayName')
    .describe('Which attribute of the group is compared: its name, or its id in the directory, which renaming does not change'),
  value: z.string().min(1).max(500).describe('Exactly what that attribute is'),
  role: z.string().min(1).max(100),
  scope: z.string().max(4000).nullable().default(null),
})

export const signInMatchSchema = z.strictObject({
  externalIdClaim: z.string().min(1).max(200).default('sub').describe('Whose claim this is the externalId of; `oid` for Entra ID'),
  userNameClaim: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe('Else this claim is the userName, such as `preferred_username`'),
  verifiedEmail: z.boolean().default(false).describe('Else an e-mail that the provider says it verified'),
})

export const scimTokenReply = z
  .object({
    id: z.string(),
    prefix: z.string().describe('First characters of the token, to tell it from others'),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('To the minute'),
  })
  .meta({ id: 'ScimToken' })

export const connectionReply = z
  .object({
    id: z.string(),
    name: z.string(),
    identityProvider: z.string().nullable().describe('Where its people sign in'),
    provisionedOnly: z.boolean().describe('Nobody signs in through that provider whom the directory did not provision'),
    match: z.object({ externalIdClaim: z.string(), userNameClaim: z.string().nullable(), verifiedEmail: z.boolean() }),
    grants: z
      .array(z.object({ claim: z.enum(['displayName', 'externalId']), value: z.string(), role: z.string(), scope: z.string().nullable() }))
      .readonly(),
    baseUrl: z.string().describe('What the directory is given as tenant URL or SCIM base URL'),
    users: z.number().int(),
    groups: z.number().int(),
    tokens: z.array(scimTokenReply).describe('Newest first, expired and revoked ones too'),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ScimConnection' })

export function toScimTokenReply(token: ScimToken): z.input<typeof scimTokenReply> {
  const { id, prefix, createdBy } = token
  return {
    id,
    prefix,
    createdBy,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}

export function toConnectionReply(
  connection: Connection,
  { tokens, baseUrl }: { readonly tokens: readonly ScimToken[]; readonly baseUrl: string },
): z.input<typeof connectionReply> {
  return {
    ...connection,
    baseUrl: `${baseUrl}/scim/v2`,
    tokens: tokens.filter(({ connectionId }) => connectionId === connection.id).map(toScimTokenReply),
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
  }
}
