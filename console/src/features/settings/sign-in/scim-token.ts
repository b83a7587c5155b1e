import type { ScimToken } from '../../../api/operations.gen.ts'

export function isLiveToken({ revokedAt, expiresAt }: Pick<ScimToken, 'revokedAt' | 'expiresAt'>): boolean {
  return revokedAt === null && Date.parse(expiresAt) > Date.now()
}
