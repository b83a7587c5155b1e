import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { anyQuery, listReply, presentList, searchBody, searchErrors } from '../scim-messages.ts'
import { searchAll } from '../search.ts'

export const scimSearchAllRoute = defineRoute({
  method: 'POST',
  path: '/scim/v2/.search',
  dialect: 'scim',
  summary: 'Find people and groups of the directory’s by a search that stands in the body, and in no log',
  permission: 'people:provision',
  query: anyQuery,
  body: searchBody,
  reply: { status: 200, schema: listReply },
  errors: searchErrors,
  present: (reply, { body }) => presentList(reply, body),
  handle: (deps: { readonly db: Db; readonly baseUrl: () => string }, { actor, body }) => searchAll(deps, actor, body),
})
