import { defineErrors, type ErrorSpec } from '#lib/app-error.ts'

export const guardrailErrorSpecs = {
  guardrail_not_found: { status: 404, title: 'Guardrail not found' },
  guardrail_params_invalid: { status: 400, title: 'The parameters do not fit the guardrail' },
} as const satisfies Record<string, ErrorSpec>

export const guardrailErrors = defineErrors(guardrailErrorSpecs)
