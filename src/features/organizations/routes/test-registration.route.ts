import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { fieldErrorSchema, organizationForm, warningSchema } from '../schemas.ts'
import { testRegistration, type TestRegistrationDeps } from '../test-registration.ts'

const action = z.object({
  action: z.string(),
  how: z.enum(['simulated', 'called']),
  result: z.enum(['allowed', 'denied', 'artefact', 'unknown', 'not_needed']),
  why: z.string(),
})

const report = z
  .object({
    isRegistrable: z.boolean(),
    organization: z
      .object({
        organizationId: z.string(),
        managementAccountId: z.string(),
        featureSet: z.enum(['ALL', 'CONSOLIDATED_BILLING']),
        partition: z.string(),
        registeredThrough: z.enum(['management_account', 'delegated_administrator']),
        roleAccountId: z.string(),
      })
      .nullable(),
    failedStep: z.enum(['assume_role', 'describe_organization', 'permissions', 'already_registered']).nullable(),
    detail: z.string(),
    problems: z.array(fieldErrorSchema).readonly(),
    actions: z.array(action).readonly(),
    warnings: z.array(warningSchema).readonly(),
  })
  .meta({ id: 'OrganizationRegistrationReport' })

export const testRegistrationRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/test',
  summary: 'Check a registration against AWS without storing anything',
  permission: 'organizations:write',
  body: organizationForm,
  reply: { status: 200, schema: report },
  errors: organizationErrorSpecs,
  handle: (deps: TestRegistrationDeps, { actor, body, signal, requestId }) =>
    testRegistration(deps, actor, { input: body, signal, requestId }),
})
