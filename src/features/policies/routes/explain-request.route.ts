import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrorSpecs } from '../errors.ts'
import { explainRequest } from '../what-if/explain-request.ts'

const accountId = z.string().regex(idPatterns.account, 'An account id is twelve digits.')
const context = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export const explainRequestRoute = defineRoute({
  method: 'POST',
  path: '/v1/policies/explain',
  summary: "Explain one request with the organization policies harvested for the caller's account",
  permission: 'policies:read',
  reach: 'scoped',
  body: z.strictObject({
    accountId,
    principalArn: z.string().min(1).max(2048),
    action: z.string().regex(/^[a-zA-Z0-9-]+:[A-Za-z0-9]+$/, 'An action is written service:Action, without wildcards.'),
    resource: z.strictObject({ arn: z.string().min(1).max(2048).default('*'), accountId: accountId.optional() }).default({ arn: '*' }),
    context: context.default({}),
    identity: z.array(z.strictObject({ name: z.string(), document: z.string().max(100_000) })).optional(),
  }),
  reply: {
    status: 200,
    schema: z
      .object({
        organizationId: z.string(),
        supposed: z.array(z.string()).readonly(),
        derivedContext: z.record(z.string(), z.unknown()),
        explanation: z.unknown(),
      })
      .meta({ id: 'ExplainedRequest' }),
  },
  errors: { policy_account_not_found: policyErrorSpecs.policy_account_not_found },
  handle: (deps: { readonly db: Db }, { body }) => explainRequest(deps.db, body),
})
