import { z } from 'zod'
import type { PermissionReport } from './check-permissions.ts'
import type { Warning } from './credentials-form.ts'

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

/** What of a validation is kept: results and AWS's words, no session and no secrets. */
export function toStoredValidation(
  permissions: PermissionReport,
  { checkedAt, warnings }: { readonly checkedAt: Date; readonly warnings: readonly Warning[] },
): StoredValidation {
  return {
    checkedAt: checkedAt.toISOString(),
    simulator: permissions.simulator.kind,
    actions: permissions.checks.map(({ action, how, result, why }) => ({ action, how, result, why })),
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  }
}
