import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import type { ProvisionDeps } from '../provision.ts'
import { deleteUser } from '../provision-user.ts'
import { anyQuery, removeErrors, resourceParams } from '../scim-messages.ts'

export const scimRemoveUserRoute = defineRoute({
  method: 'DELETE',
  path: '/scim/v2/Users/:id',
  dialect: 'scim',
  summary: 'Remove a person for good, sessions and tokens and all',
  permission: 'people:provision',
  params: resourceParams,
  query: anyQuery,
  reply: { status: 204, schema: z.undefined() },
  errors: removeErrors,
  handle: async (deps: ProvisionDeps, { actor, params, ifMatch }) => {
    await deleteUser(deps, actor, { id: params.id, ifMatch })
    return undefined
  },
})
