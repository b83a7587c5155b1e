import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { previewEdit, type PreviewDeps } from '../preview-organization.ts'
import { previewSchema } from '../preview-schema.ts'
import { organizationEdit, orgParams } from '../schemas.ts'

export const previewOrganizationRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/preview',
  summary: 'Show what changed settings of a registered organization would import, before they are saved',
  permission: 'organizations:read',
  wholeEstate: 'It lists every account that the settings would import.',
  params: orgParams,
  body: organizationEdit,
  reply: { status: 200, schema: previewSchema },
  errors: organizationErrorSpecs,
  handle: (deps: PreviewDeps, { actor, params, body, signal, requestId }) =>
    previewEdit(deps, actor, { ref: params.org, input: body, signal, requestId }),
})
