import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { diagnosisSchema } from '../doctor/diagnosis-schema.ts'
import { testOrganization, type TestOrganizationDeps } from '../doctor/test-organization.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { orgParams } from '../schemas.ts'

const sampleDefault = 10
const sampleMax = 500

export const testOrganizationRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/test',
  summary: 'Try the caller, the organization role and member roles, and say what keeps them from working',
  permission: 'organizations:sync',
  wholeEstate: 'It tries the roles of the organization itself and of accounts of its own choice.',
  params: orgParams,
  body: z.strictObject({
    accounts: z.array(z.string().regex(idPatterns.account)).max(sampleMax).default([]).describe('Accounts to try; none: a sample'),
    sample: z
      .number()
      .int()
      .min(1)
      .max(sampleMax)
      .default(sampleDefault)
      .describe('How many to try when none are named; ailing ones first'),
  }),
  reply: { status: 200, schema: diagnosisSchema },
  errors: { organization_not_found: organizationErrorSpecs.organization_not_found },
  handle: (deps: TestOrganizationDeps, { actor, params, body, signal }) =>
    testOrganization(deps, actor, { ref: params.org, accountIds: body.accounts, sample: body.sample, signal }),
})
