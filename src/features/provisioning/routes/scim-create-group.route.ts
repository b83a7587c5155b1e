import { defineRoute } from '#platform/http/define-route.ts'
import { groupResource } from '../protocol/resource.ts'
import { readBody, toGroupForm } from '../protocol/values.ts'
import type { ProvisionDeps } from '../provision.ts'
import { createGroup } from '../provision-group.ts'
import { createErrors, present, resourceBody, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

export const scimCreateGroupRoute = defineRoute({
  method: 'POST',
  path: '/scim/v2/Groups',
  dialect: 'scim',
  summary: 'Make a group; a mapping may give its members roles from now on',
  permission: 'people:provision',
  query: viewQuery,
  body: resourceBody,
  reply: { status: 201, schema: resourceReply },
  errors: createErrors,
  ...scimResource,
  present: (reply, { query }) => present(reply, query),
  handle: async (deps: ProvisionDeps, { actor, body }) =>
    groupResource(await createGroup(deps, actor, toGroupForm(readBody('group', body))), deps.baseUrl()),
})
