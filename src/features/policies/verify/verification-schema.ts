import { z } from 'zod'
import type { Verification } from './verification.ts'

const answer = z.object({ decision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']), allowedByOrganizations: z.boolean().optional() })

export const verificationSchema = z
  .object({
    id: z.string(),
    finishedAt: z.string(),
    actor: z.string(),
    accountId: z.string(),
    isAws: z.boolean().describe('False when something else than AWS answered: the run then proves nothing about AWS'),
    endpoint: z.string(),
    version: z.string(),
    seed: z.number(),
    asked: z.number(),
    answered: z.number(),
    disagreementCount: z.number(),
    disagreements: z
      .array(
        z.object({
          seed: z.number(),
          action: z.string(),
          kind: z.enum(['access', 'reason']).describe('access: allowed against denied; reason: another kind of the same'),
          engine: answer,
          aws: answer,
          question: z.unknown().describe('Policies, resource and context: enough to ask again by hand'),
        }),
      )
      .readonly()
      .describe('The first hundred'),
  })
  .meta({ id: 'PolicyVerification' })

export function verificationReply(verification: Verification): z.input<typeof verificationSchema> {
  return { ...verification, finishedAt: verification.finishedAt.toISOString() }
}
