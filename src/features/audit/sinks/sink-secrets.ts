import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Sealer, sealedAad } from '#platform/crypto/sealer.ts'
import type { Sink, SinkEdit, SinkForm } from './sink.ts'

const secretsSchema = z.strictObject({
  clientPrivateKey: z.string().optional(),
  signingSecret: z.string().optional(),
  authorization: z.string().optional(),
  externalId: z.string().optional(),
})
/** What a sink keeps to itself. Which of them there are goes by its kind. */
export type SinkSecrets = z.output<typeof secretsSchema>

const signingKeyBytes = 32

export function newSigningKey(): string {
  return `audsec_${randomBytes(signingKeyBytes).toString('base64url')}`
}

/** `stored` with what a form gives laid over it: absent keeps, null takes away. */
export function mergeSecrets(stored: SinkSecrets, { syslog, https, s3 }: SinkForm | SinkEdit): SinkSecrets {
  const given = {
    clientPrivateKey: syslog?.clientPrivateKey,
    signingSecret: https?.signingSecret,
    authorization: https?.authorization,
    externalId: s3?.externalId,
  }
  const merged = Object.entries({ ...stored, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) })
  return Object.fromEntries(merged.filter(([, value]) => value !== null))
}

export function sealSecrets(sealer: Sealer, id: string, secrets: SinkSecrets): string | null {
  return Object.keys(secrets).length === 0 ? null : sealer.seal(JSON.stringify(secrets), aad(id))
}

export function openSecrets(sealer: Sealer, { id, secretSealed }: Pick<Sink, 'id' | 'secretSealed'>): SinkSecrets {
  return secretSealed === null ? {} : secretsSchema.parse(JSON.parse(sealer.open(secretSealed, aad(id))))
}

function aad(id: string): string {
  return sealedAad('audit_sink', id, 'secret')
}
