import { z } from 'zod'

const cause = z.object({
  code: z.string(),
  side: z.enum(['caller', 'target']),
  confidence: z.enum(['certain', 'likely', 'possible']),
  cause: z.string(),
  evidence: z.array(z.string()).readonly(),
  fix: z.string(),
})

/** Reply of the doctor. */
export const diagnosisSchema = z
  .object({
    side: z.enum(['caller', 'target', 'none', 'both', 'undecided']),
    summary: z.string(),
    caller: z.object({ arn: z.string().nullable(), problem: z.string().nullable() }),
    orgRole: z.object({ result: z.enum(['ok', 'failed']), problem: z.string().nullable() }),
    accounts: z
      .array(
        z.object({
          accountId: z.string(),
          name: z.string(),
          roleArn: z.string(),
          result: z.enum(['ok', 'assume_failed', 'permission_missing', 'scp_blocked', 'suspended', 'unknown']),
          side: z.enum(['caller', 'target', 'none', 'undecided']),
          awsSays: z.string(),
          causes: z.array(cause).readonly(),
          notes: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
    notes: z.array(z.string()).readonly(),
  })
  .meta({ id: 'OrganizationDiagnosis' })
