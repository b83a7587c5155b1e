import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { present, readErrors, resourceParams, resourceReply, scimResource, viewQuery } from '../scim-messages.ts'
import { showUser } from '../search.ts'

export const scimShowUserRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/Users/:id',
  dialect: 'scim',
  summary: 'One of the directory’s people',
  permission: 'people:provision',
  params: resourceParams,
  query: viewQuery,
  reply: { status: 200, schema: resourceReply },
  errors: readErrors,
  etag: scimResource.etag,
  present: (reply, { query }) => present(reply, query),
  handle: (deps: { readonly db: Db; readonly baseUrl: () => string }, { actor, params }) => showUser(deps, actor, params.id),
})
