import { z } from 'zod'
import { permissions } from '#platform/auth/permissions.ts'
import { grantablePermissions, roleCatalogue } from '#platform/auth/role-catalogue.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

const role = z
  .object({ name: z.string(), description: z.string(), permissions: z.array(z.string()), isCustom: z.boolean() })
  .meta({ id: 'Role' })

export const listRolesRoute = defineRoute({
  method: 'GET',
  path: '/v1/roles',
  summary: 'Roles of Reeve and of this site, with what they may do',
  permission: 'people:read',
  reply: {
    status: 200,
    schema: z.object({
      items: z.array(role),
      permissions: z
        .array(z.object({ permission: z.string(), summary: z.string() }))
        .describe('Every permission that a role may carry, and what it lets one do'),
    }),
  },
  errors: {},
  handle: async ({ db }: { readonly db: Db }) => {
    const custom = await db.selectFrom('custom_role').selectAll().orderBy('name').execute()
    return {
      items: [
        ...Object.entries(roleCatalogue).map(([name, { description, permissions }]) => ({
          name,
          description,
          permissions: [...permissions],
          isCustom: false,
        })),
        ...custom.map(({ name, description, permissions }) => ({ name, description, permissions, isCustom: true })),
      ],
      permissions: grantablePermissions.map((permission) => ({ permission, summary: permissions[permission] })),
    }
  },
})
