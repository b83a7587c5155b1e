import { z } from 'zod'
import { recordAudit } from '#platform/audit/audit.ts'
import { cryptoErrors } from '#platform/crypto/errors.ts'
import type { KeyRing } from '#platform/crypto/key-ring.ts'
import { rotateKeys } from '#platform/crypto/rotate-keys.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

type RotateKeysDeps = { readonly db: Db; readonly keyRing: KeyRing; readonly now: () => Date }

export const rotateKeysRoute = defineRoute({
  method: 'POST',
  path: '/v1/keys/rotate',
  summary: 'Re-seal every stored secret under a new master key: all of them or none',
  permission: 'keys:rotate',
  body: z.strictObject({}),
  reply: {
    status: 200,
    schema: z
      .object({ keyId: z.string(), resealed: z.number(), retiredKeyIds: z.array(z.string()).readonly() })
      .meta({ id: 'KeyRotation' }),
  },
  errors: {
    key_rotation_needs_new_key: cryptoErrors.key_rotation_needs_new_key,
    master_key_wrong: cryptoErrors.master_key_wrong,
    sealed_value_damaged: cryptoErrors.sealed_value_damaged,
  },
  handle: ({ db, keyRing, now }: RotateKeysDeps, { actor }) =>
    rotateKeys(db, keyRing, (tx, { keyId, resealed, retiredKeyIds }) =>
      recordAudit(tx, { actor, action: 'key.rotated', subject: `key:${keyId}`, after: { resealed, retiredKeyIds }, at: now() }),
    ),
})
