import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { guardrailErrors, guardrailErrorSpecs } from '../errors.ts'
import { renderGuardrail } from '../render-guardrail.ts'

const documentSchema = z.record(z.string(), z.unknown())

export const renderGuardrailRoute = defineRoute({
  method: 'POST',
  path: '/v1/guardrails/:guardrail/render',
  summary: 'Render a guardrail with parameters and prove its probes',
  permission: 'policies:read',
  reach: 'scoped',
  params: z.strictObject({ guardrail: z.string() }),
  body: z.strictObject({ form: z.enum(['scp', 'identity']).optional(), params: z.record(z.string(), z.unknown()).default({}) }),
  reply: {
    status: 200,
    schema: z.object({
      id: z.string(),
      form: z.string(),
      document: documentSchema,
      companion: documentSchema.optional(),
      characters: z.number(),
      notes: z.array(z.string()).readonly(),
      probes: z.array(z.object({ name: z.string(), must: z.string(), holds: z.boolean() })).readonly(),
    }),
  },
  errors: guardrailErrorSpecs,
  handle: async (_: object, { params, body }) => {
    const result = renderGuardrail(params.guardrail, body)
    if (result.kind === 'unknown_guardrail')
      throw guardrailErrors.guardrail_not_found(`There is no guardrail "${params.guardrail}". Known: ${result.known.join(', ')}.`)
    if (result.kind === 'invalid') {
      const fields = result.faults.map((fault) => ({ ...fault, field: `params.${fault.field}` }))
      throw guardrailErrors.guardrail_params_invalid(fields.map(({ field, message }) => `${field}: ${message}`).join(' '), { fields })
    }
    const { id, form, document, companion, characters, notes, probes } = result
    return {
      id,
      form,
      document: { ...document },
      characters,
      notes,
      probes,
      ...(companion !== undefined && { companion: { ...companion } }),
    }
  },
})
