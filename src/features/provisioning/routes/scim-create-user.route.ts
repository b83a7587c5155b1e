import { defineRoute } from '#platform/http/define-route.ts'
import { userResource } from '../protocol/resource.ts'
import { readBody, toUserForm } from '../protocol/values.ts'
import type { ProvisionDeps } from '../provision.ts'
import { createUser } from '../provision-user.ts'
import { createErrors, present, resourceBody, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

export const scimCreateUserRoute = defineRoute({
  method: 'POST',
  path: '/scim/v2/Users',
  dialect: 'scim',
  summary: 'Make a person without a password, who signs in through the directory’s provider',
  permission: 'people:provision',
  query: viewQuery,
  body: resourceBody,
  reply: { status: 201, schema: resourceReply },
  errors: createErrors,
  ...scimResource,
  present: (reply, { query }) => present(reply, query),
  handle: async (deps: ProvisionDeps, { actor, body }) =>
    userResource(await createUser(deps, actor, toUserForm(readBody('user', body))), deps.baseUrl()),
})
