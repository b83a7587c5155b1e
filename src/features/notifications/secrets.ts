import { randomBytes } from 'node:crypto'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Channel, ChannelEdit, ChannelForm } from './channel.ts'

const signingKeyBytes = 32

export function newSigningKey(): string {
  return `whsec_${randomBytes(signingKeyBytes).toString('base64url')}`
}

/** The secret that a form gives: `undefined` says none was given, `null` that there is to be none. */
export function secretOf({ email, slack, webhook }: ChannelForm | ChannelEdit): string | null | undefined {
  if (email !== undefined) return email.password
  return slack === undefined ? webhook?.secret : slack.secretUrl
}

export function sealSecret(sealer: Sealer, id: string, secret: string): string {
  return sealer.seal(secret, aad(id))
}

export function openSecret(sealer: Sealer, { id, secretSealed }: Pick<Channel, 'id' | 'secretSealed'>): string | null {
  return secretSealed === null ? null : sealer.open(secretSealed, aad(id))
}

function aad(id: string): string {
  return sealedAad('notification_channel', id, 'secret')
}
