import { createHash } from 'node:crypto'
import type { NamedDocument } from '#iam/types.ts'
import { type Credential, credentialStore } from '../credentials.ts'
import type { Caller, EndpointKind } from '../define-operation.ts'
import { findIam } from '../iam/state.ts'
import { defineState, type SimulatedAws } from '../state.ts'

export type NewSession = {
  readonly caller: Omit<Caller, 'accessKeyId'>
  readonly durationSeconds: number
  readonly endpoint: EndpointKind
  readonly policies?: readonly NamedDocument[] | undefined
}
export type WireCredentials = {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
  readonly Expiration: Date
}

const sweep = defineState('sessionSweep', () => ({ made: 0 }))
/** Expired sessions are forgotten each time this many new ones were made. */
const sweepEvery = 5000

/** Makes temporary credentials. Tokens of the global endpoint are version 1 unless the account asked for version 2. */
export function openSession(aws: SimulatedAws, { caller, durationSeconds, endpoint, policies }: NewSession): WireCredentials {
  sweepExpired(aws)
  const tokenVersion = endpoint === 'global' ? (findIam(aws, caller.accountId)?.globalEndpointTokenVersion ?? 1) : 2
  const accessKeyId = aws.ids.iam('ASIA')
  const secretAccessKey = aws.ids.secretAccessKey()
  const issuedAt = aws.now()
  const token = tokenFor(`${accessKeyId}/${secretAccessKey}`, tokenVersion)
  const expiresAt = Math.floor(issuedAt / 1000) * 1000 + durationSeconds * 1000
  const credential: Credential = {
    accessKeyId,
    secretAccessKey,
    caller: { ...caller, accessKeyId },
    active: true,
    session: { token, issuedAt, expiresAt, tokenVersion, ...(policies === undefined ? {} : { policies }) },
  }
  aws.state(credentialStore).set(accessKeyId, credential)
  return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: token, Expiration: new Date(expiresAt) }
}

/** Version 2 tokens are longer than version 1 tokens, here as at AWS. */
function tokenFor(material: string, version: 1 | 2): string {
  const parts = Array.from({ length: version === 1 ? 4 : 6 }, (_, index) =>
    createHash('sha512').update(`${index}/${material}`).digest('base64').replaceAll('=', ''),
  )
  return (version === 1 ? 'FwoGZXIvYXdzE' : 'IQoJb3JpZ2luX2Vj') + parts.join('')
}

function sweepExpired(aws: SimulatedAws): void {
  const counter = aws.state(sweep)
  counter.made += 1
  if (counter.made % sweepEvery !== 0) return
  const credentials = aws.state(credentialStore)
  // An hour of grace, so that late users still hear ExpiredToken and not that the key is unknown.
  const horizon = aws.now() - 3_600_000
  for (const [id, { session }] of credentials) if (session !== undefined && session.expiresAt < horizon) credentials.delete(id)
}
