import { z } from 'zod'
import type { KeyRing } from '#platform/crypto/key-ring.ts'
import { listKeys } from '#platform/crypto/rotate-keys.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

export const listKeysRoute = defineRoute({
  method: 'GET',
  path: '/v1/keys',
  summary: 'Keys that seal the secrets of this database, and how many secrets each holds; never the keys themselves',
  permission: 'keys:rotate',
  reply: {
    status: 200,
    schema: z.object({
      keptBy: z.enum(['operator', 'reeve']).describe('Whether the operator gives the keys, or Reeve keeps them in its key directory'),
      items: z.array(
        z
          .object({
            keyId: z.string(),
            createdAt: z.date(),
            retiredAt: z.date().nullable().describe('When the last secret was taken from under it'),
            isCurrent: z.boolean(),
            isAtHand: z.boolean().describe('Whether this server can open what it sealed; older backups need older keys'),
            secrets: z.number().describe('How many stored secrets are sealed under it'),
          })
          .meta({ id: 'SealingKey' }),
      ),
    }),
  },
  errors: {},
  handle: async ({ db, keyRing }: { readonly db: Db; readonly keyRing: KeyRing }) => ({
    keptBy: keyRing.keptBy,
    items: await listKeys(db, keyRing),
  }),
})
