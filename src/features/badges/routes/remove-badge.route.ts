import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { badgeErrorSpecs } from '../errors.ts'
import { accountIdField, badgeKeyField } from '../schemas.ts'
import { setBadge, type SetBadgeDeps } from '../set-badge.ts'

export const removeBadgeRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/accounts/:accountId/badges/:key',
  summary: 'Remove a hand-made badge',
  permission: 'badges:write',
  reach: 'scoped',
  params: z.strictObject({ accountId: accountIdField, key: badgeKeyField }),
  reply: { status: 200, schema: z.object({ removed: z.literal(true) }) },
  errors: badgeErrorSpecs,
  handle: async (deps: SetBadgeDeps, { actor, params }) => {
    await setBadge(deps, actor, { ...params, value: null })
    return { removed: true as const }
  },
})
