import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { noAccounts } from '../estate-queries.ts'
import { registerOrganization, type RegisterOrganizationDeps } from '../register-organization.ts'
import { organizationForm, registrationSchema, toOrganizationView } from '../schemas.ts'

export const registerOrganizationRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations',
  summary: 'Register an organization: check it against AWS, store it, start its first sync',
  permission: 'organizations:write',
  body: organizationForm,
  reply: { status: 201, schema: registrationSchema },
  errors: organizationErrorSpecs,
  handle: async (deps: RegisterOrganizationDeps, { actor, body, signal, requestId }) => {
    const { organization, warnings, syncJobId } = await registerOrganization(deps, actor, { input: body, signal, requestId })
    return { organization: toOrganizationView(organization, noAccounts), warnings, syncJobId }
  },
})
