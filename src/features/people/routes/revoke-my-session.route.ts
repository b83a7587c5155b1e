import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { personIdOf, revokeSessions } from '../sessions.ts'

export const revokeMySessionRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/me/sessions/:session',
  summary: 'Sign oneself out somewhere',
  permission: 'self:write',
  reach: 'own',
  params: z.strictObject({ session: z.uuid() }),
  reply: { status: 204, schema: z.undefined() },
  errors: { session_not_found: peopleErrors.session_not_found },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params: { session } }) => {
    const personId = personIdOf(actor)
    if (personId === undefined) throw peopleErrors.session_not_found('Only people have sessions.')
    await revokeSessions(deps, actor, { personId, sessionId: session })
    return undefined
  },
})
