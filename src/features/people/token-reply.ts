import { z } from 'zod'
import type { StoredToken } from '#platform/auth/token-store.ts'

export const tokenReply = z.strictObject({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('First characters of the token, to tell it from others'),
  role: z.string(),
  permissions: z.array(z.string()).describe('Used when the role is `custom`'),
  scope: z.string().nullable().describe('Where it reaches, as a selector; null is everywhere'),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe('To the minute'),
})

export function toTokenReply(token: StoredToken): z.input<typeof tokenReply> {
  return {
    ...token,
    permissions: [...token.permissions],
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}
