import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { anyQuery, listReply, presentList, searchBody, searchErrors } from '../scim-messages.ts'
import { searchUsers } from '../search.ts'

export const scimSearchUsersRoute = defineRoute({
  method: 'POST',
  path: '/scim/v2/Users/.search',
  dialect: 'scim',
  summary: 'Find the directory’s people by a search that stands in the body, and in no log',
  permission: 'people:provision',
  query: anyQuery,
  body: searchBody,
  reply: { status: 200, schema: listReply },
  errors: searchErrors,
  present: (reply, { body }) => presentList(reply, body),
  handle: (deps: { readonly db: Db; readonly baseUrl: () => string }, { actor, body }) => searchUsers(deps, actor, body),
})
