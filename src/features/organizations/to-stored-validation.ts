import type { PermissionReport } from './check-permissions.ts'
import type { Warning } from './credentials-form.ts'
import type { StoredValidation } from './stored-validation.ts'

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
