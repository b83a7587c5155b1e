import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import type { ProvisionDeps } from '../provision.ts'
import { removeGroup } from '../provision-group.ts'
import { anyQuery, removeErrors, resourceParams } from '../scim-messages.ts'

export const scimRemoveGroupRoute = defineRoute({
  method: 'DELETE',
  path: '/scim/v2/Groups/:id',
  dialect: 'scim',
  summary: 'Remove a group; what it gave its members ends with it',
  permission: 'people:provision',
  params: resourceParams,
  query: anyQuery,
  reply: { status: 204, schema: z.undefined() },
  errors: removeErrors,
  handle: async (deps: ProvisionDeps, { actor, params, ifMatch }) => {
    await removeGroup(deps, actor, { id: params.id, ifMatch })
    return undefined
  },
})
