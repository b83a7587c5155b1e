import type { NamedDocument } from '#iam/types.ts'
import type { Caller } from './caller.ts'
import { defineState } from './state.ts'

/** What temporary credentials add to a pair of keys. */
export type SessionPart = {
  readonly token: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** Version 1 tokens come from the global STS endpoint and are valid in default Regions only. */
  readonly tokenVersion: 1 | 2
  /** Session policies, present (even if empty) only where the session was made with some. */
  readonly policies?: readonly NamedDocument[]
}

export type Credential = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly caller: Caller
  readonly active: boolean
  readonly session?: SessionPart
}

/** Every key pair of the cloud by its access key id. IAM and STS write it, the signature check reads it. */
export const credentialStore = defineState('credentials', () => new Map<string, Credential>())
