import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { revokeSessions } from '../sessions.ts'

export const revokeSessionsRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/people/:person/sessions',
  summary: 'Sign a person out everywhere',
  permission: 'people:write',
  params: z.strictObject({ person: z.uuid() }),
  reply: { status: 200, schema: z.object({ ended: z.number() }) },
  errors: {},
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params }) => ({
    ended: await revokeSessions(deps, actor, { personId: params.person }),
  }),
})
