import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { describeVerification } from '../verify/verification.ts'
import { findLastVerification } from '../verify/verification-rows.ts'
import { verificationReply, verificationSchema } from '../verify/verification-schema.ts'

export const verifyLastRoute = defineRoute({
  method: 'GET',
  path: '/v1/policies/verifications/last',
  summary: 'When the policy engine was last compared with AWS, and what came of it',
  permission: 'policies:read',
  reach: 'scoped',
  reply: {
    status: 200,
    schema: z
      .object({
        state: z.enum(['ok', 'failed', 'unknown']),
        detail: z.string().describe('A sentence, such as "not yet checked against AWS"'),
        last: verificationSchema.nullable(),
      })
      .meta({ id: 'LastPolicyVerification' }),
  },
  errors: {},
  handle: async ({ db }: { readonly db: Db }) => {
    const last = await findLastVerification(db)
    return { ...describeVerification(last), last: last === undefined ? null : verificationReply(last) }
  },
})
