import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { organizationErrorSpecs } from '../errors.ts'
import { previewRegistration, type PreviewDeps } from '../preview-organization.ts'
import { previewSchema } from '../preview-schema.ts'
import { organizationForm } from '../schemas.ts'

export const previewRegistrationRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/preview',
  summary: 'Show which accounts a registration would import, before anything is saved',
  permission: 'organizations:write',
  query: z.strictObject({
    tree: z.enum(['true', 'false']).default('false').describe('true: with the OUs by name; one call to AWS for each'),
  }),
  body: organizationForm,
  reply: { status: 200, schema: previewSchema },
  errors: organizationErrorSpecs,
  handle: (deps: PreviewDeps, { actor, query, body, signal, requestId }) =>
    previewRegistration(deps, actor, { input: body, signal, requestId, withTree: query.tree === 'true' }),
})
