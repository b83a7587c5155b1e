import { defineRoute } from '#platform/http/define-route.ts'
import { editOrganization, type EditOrganizationDeps } from '../edit-organization.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { organizationEdit, orgParams, registrationSchema, toOrganizationView } from '../schemas.ts'
import { countAccounts, noAccounts } from '../estate-queries.ts'

export const editOrganizationRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/organizations/:org',
  summary: 'Change settings, or all credentials together, of a registered organization',
  permission: 'organizations:write',
  params: orgParams,
  body: organizationEdit,
  reply: { status: 200, schema: registrationSchema },
  errors: organizationErrorSpecs,
  etag: ({ organization }) => String(organization.version),
  handle: async (deps: EditOrganizationDeps, { actor, params, body, signal, requestId, ifMatch }) => {
    const { organization, warnings, syncJobId } = await editOrganization(deps, actor, {
      ref: params.org,
      input: body,
      signal,
      requestId,
      ...(ifMatch !== undefined && { ifMatch }),
    })
    const counts = await countAccounts(deps.db, [organization.uid])
    return { organization: toOrganizationView(organization, counts.get(organization.uid) ?? noAccounts), warnings, syncJobId }
  },
})
