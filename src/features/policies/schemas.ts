import { z } from 'zod'

export const policySchema = z
  .object({
    organizationId: z.string(),
    policyId: z.string(),
    type: z.string(),
    name: z.string(),
    description: z.string(),
    arn: z.string(),
    awsManaged: z.boolean(),
    contentHash: z.string().nullable(),
    attachments: z.number(),
  })
  .meta({ id: 'Policy' })

export const policyDetailSchema = policySchema
  .extend({
    content: z.string().nullable().describe('Null: not read yet'),
    targets: z.array(
      z.object({
        targetId: z.string(),
        targetType: z.string(),
        name: z.string().nullable(),
        derived: z.boolean().describe('Known because AWS attaches it everywhere, not listed'),
      }),
    ),
  })
  .meta({ id: 'PolicyDetail' })
