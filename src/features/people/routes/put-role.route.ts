import { z } from 'zod'
import type { Permission } from '#platform/auth/permissions.ts'
import { grantablePermissions } from '#platform/auth/role-catalogue.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { putRole } from '../change-role.ts'
import { peopleErrors } from '../errors.ts'

const known = grantablePermissions as [Permission, ...Permission[]]

export const putRoleRoute = defineRoute({
  method: 'PUT',
  path: '/v1/roles/:role',
  summary: 'Make a role of this site, or give one another set of permissions',
  permission: 'people:write',
  params: z.strictObject({ role: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'Small letters, digits and hyphens.') }),
  body: z.strictObject({ description: z.string().trim().min(1).max(300), permissions: z.array(z.enum(known)).min(1).max(known.length) }),
  reply: { status: 204, schema: z.undefined() },
  errors: { permissions_exceed_own: peopleErrors.permissions_exceed_own, role_name_taken: peopleErrors.role_name_taken },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params, body }) => {
    await putRole(deps, actor, { name: params.role, ...body })
    return undefined
  },
})
