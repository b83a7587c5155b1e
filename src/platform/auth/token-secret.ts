import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const tokenBytes = 32
const tokenPattern = /^reeve_[A-Za-z0-9_-]{43}$/
const scimTokenPattern = /^reeve_scim_[A-Za-z0-9_-]{43}$/

/** `reeve_` and 32 random bytes: enough that a fast hash is safe at rest, with a prefix that secret scanners can find. */
export function newTokenSecret(): string {
  return `reeve_${randomBytes(tokenBytes).toString('base64url')}`
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Told apart from API tokens by its shape, so that neither is ever looked up as the other. */
export function newScimTokenSecret(): string {
  return `reeve_scim_${randomBytes(tokenBytes).toString('base64url')}`
}

export function isScimTokenShaped(token: string): boolean {
  return scimTokenPattern.test(token)
}

/** What a list may show: enough to tell two tokens apart, not enough to narrow a search. */
export function tokenPrefixOf(token: string): string {
  return token.slice(0, (isScimTokenShaped(token) ? 'reeve_scim_' : 'reeve_').length + 6)
}

export function isTokenShaped(token: string): boolean {
  return tokenPattern.test(token)
}

/** Compares in constant time, by hash, so that lengths may differ. */
export function isSameToken(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b))
}
