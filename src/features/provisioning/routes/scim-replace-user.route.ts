import { defineRoute } from '#platform/http/define-route.ts'
import { userResource } from '../protocol/resource.ts'
import { readBody, toUserForm } from '../protocol/values.ts'
import type { ProvisionDeps } from '../provision.ts'
import { changeUser } from '../provision-user.ts'
import { present, replaceErrors, resourceBody, resourceParams, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

export const scimReplaceUserRoute = defineRoute({
  method: 'PUT',
  path: '/scim/v2/Users/:id',
  dialect: 'scim',
  summary: 'Make a person what the directory says; active false ends sessions and tokens at once',
  permission: 'people:provision',
  params: resourceParams,
  query: viewQuery,
  body: resourceBody,
  reply: { status: 200, schema: resourceReply },
  errors: replaceErrors,
  etag: scimResource.etag,
  present: (reply, { query }) => present(reply, query),
  handle: async (deps: ProvisionDeps, { actor, params, body, ifMatch }) => {
    const form = toUserForm(readBody('user', body))
    return userResource(await changeUser(deps, actor, { id: params.id, ifMatch, change: () => form }), deps.baseUrl())
  },
})
