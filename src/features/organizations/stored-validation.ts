import { z } from 'zod'

/** What the checks found, kept beside the registration so that a page can show it without asking AWS. No secrets, no account data. */
export const storedValidationSchema = z
  .object({
    checkedAt: z.string(),
    simulator: z.enum(['used', 'unavailable']),
    actions: z.array(
      z.object({
        action: z.string(),
        how: z.enum(['simulated', 'called']),
        result: z.enum(['allowed', 'denied', 'artefact', 'unknown', 'not_needed']),
        why: z.string(),
      }),
    ),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'OrganizationValidation' })

export type StoredValidation = z.output<typeof storedValidationSchema>

/** Reads the column; a row written by another release that does not fit reads as "nothing known". */
export function readStoredValidation(value: unknown): StoredValidation {
  const parsed = storedValidationSchema.safeParse(value)
  return parsed.success ? parsed.data : { checkedAt: '', simulator: 'unavailable', actions: [], warnings: [] }
}
