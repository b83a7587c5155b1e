import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { removeRole } from '../change-role.ts'
import { peopleErrors } from '../errors.ts'

export const removeRoleRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/roles/:role',
  summary: 'Remove a role of this site that nobody has any more',
  permission: 'people:write',
  params: z.strictObject({ role: z.string().min(1).max(100) }),
  reply: { status: 204, schema: z.undefined() },
  errors: { role_not_found: peopleErrors.role_not_found, role_in_use: peopleErrors.role_in_use },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params }) => {
    await removeRole(deps, actor, params.role)
    return undefined
  },
})
