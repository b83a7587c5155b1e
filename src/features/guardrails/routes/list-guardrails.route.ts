import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { listGuardrails } from '../render-guardrail.ts'

export const listGuardrailsRoute = defineRoute({
  method: 'GET',
  path: '/v1/guardrails',
  summary: 'List the guardrail library with the parameters of each',
  permission: 'policies:read',
  reach: 'scoped',
  reply: {
    status: 200,
    schema: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          why: z.string(),
          references: z.array(z.string()).readonly(),
          forms: z.array(z.string()).readonly(),
          params: z.record(z.string(), z.unknown()),
          example: z.unknown(),
        }),
      ),
    }),
  },
  errors: {},
  handle: async (_: object) => ({
    items: listGuardrails().map(({ id, title, why, references, forms, params, example }) => ({
      id,
      title,
      why,
      references,
      forms,
      params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
      example,
    })),
  }),
})
