import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { listReply, presentList, searchErrors, searchQuery } from '../scim-messages.ts'
import { searchUsers } from '../search.ts'

export const scimListUsersRoute = defineRoute({
  method: 'GET',
  path: '/scim/v2/Users',
  dialect: 'scim',
  summary: 'Find the directory’s people by a SCIM filter, page by page',
  permission: 'people:provision',
  query: searchQuery,
  reply: { status: 200, schema: listReply },
  errors: searchErrors,
  present: (reply, { query }) => presentList(reply, query),
  handle: (deps: { readonly db: Db; readonly baseUrl: () => string }, { actor, query }) => searchUsers(deps, actor, query),
})
