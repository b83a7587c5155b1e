import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrors, policyErrorSpecs } from '../errors.ts'
import { findAccountChain } from '../queries.ts'

const level = z.object({
  targetId: z.string(),
  name: z.string().describe('Root, OU or account name'),
  scps: z.array(z.object({ policyId: z.string(), name: z.string() })),
  rcps: z.array(z.object({ policyId: z.string(), name: z.string(), derived: z.boolean() })),
})

export const showAccountPoliciesRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts/:accountId/policies',
  summary: 'The chain of SCPs and RCPs over an account, root first',
  permission: 'policies:read',
  reach: 'scoped',
  params: z.strictObject({ accountId: z.string().regex(idPatterns.account, 'An account id is twelve digits.') }),
  reply: {
    status: 200,
    schema: z
      .object({
        accountId: z.string(),
        organizationId: z.string(),
        isExempt: z.boolean().describe('SCPs and RCPs do not bind the management account'),
        levels: z.array(level),
      })
      .meta({ id: 'AccountPolicies' }),
  },
  errors: { policy_account_not_found: policyErrorSpecs.policy_account_not_found },
  handle: async (deps: { readonly db: Db }, { params: { accountId } }) => {
    const chain = await findAccountChain(deps.db, accountId)
    if (chain === undefined) throw policyErrors.policy_account_not_found(`${accountId} has no known place in a registered organization.`)
    return chain
  },
})
