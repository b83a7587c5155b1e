import { defineRoute } from '#platform/http/define-route.ts'
import { patchUserForm } from '../protocol/patch-user.ts'
import { userResource } from '../protocol/resource.ts'
import type { ProvisionDeps } from '../provision.ts'
import { changeUser } from '../provision-user.ts'
import { patchBody, patchErrors, present, resourceParams, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'

export const scimPatchUserRoute = defineRoute({
  method: 'PATCH',
  path: '/scim/v2/Users/:id',
  dialect: 'scim',
  summary: 'Change what the operations name of a person; active false ends sessions and tokens at once',
  permission: 'people:provision',
  params: resourceParams,
  query: viewQuery,
  body: patchBody,
  reply: { status: 200, schema: resourceReply },
  errors: patchErrors,
  etag: scimResource.etag,
  present: (reply, { query }) => present(reply, query),
  handle: async (deps: ProvisionDeps, { actor, params, body, ifMatch }) => {
    const change = patchUserForm(body.Operations)
    return userResource(await changeUser(deps, actor, { id: params.id, ifMatch, change }), deps.baseUrl())
  },
})
