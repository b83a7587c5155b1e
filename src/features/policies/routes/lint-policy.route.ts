import { z } from 'zod'
import { type IamIndex, lintPolicy } from '#iam/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'

const characterMax = 100_000

export const lintPolicyRoute = defineRoute({
  method: 'POST',
  path: '/v1/policies/lint',
  summary:
    "Find what is wrong or risky in a policy's text: its grammar, AWS's names, quotas, and conditions that do not do what they seem to",
  permission: 'policies:read',
  reach: 'scoped',
  body: z.strictObject({
    type: z.enum(['scp', 'rcp', 'identity', 'resource', 'trust', 'boundary', 'session', 'vpcEndpoint']).default('scp'),
    document: z.string().min(1).max(characterMax),
  }),
  reply: {
    status: 200,
    schema: z
      .object({
        diagnostics: z
          .array(
            z.object({
              rule: z.string(),
              severity: z.enum(['error', 'warning', 'info']),
              message: z.string(),
              suggestion: z.string().optional(),
              pointer: z.string().describe('JSON pointer into the document'),
              line: z.number().optional(),
              column: z.number().optional(),
            }),
          )
          .readonly(),
      })
      .meta({ id: 'PolicyLint' }),
  },
  errors: {},
  handle: async (deps: { readonly iamIndex: () => IamIndex }, { body }) => ({
    diagnostics: lintPolicy(body.type, body.document, { index: deps.iamIndex() }),
  }),
})
