import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { sessionReply, toSessionReply } from '../person-reply.ts'
import { listSessions, personIdOf } from '../sessions.ts'

export const listMySessionsRoute = defineRoute({
  method: 'GET',
  path: '/v1/me/sessions',
  summary: 'Where one is signed in',
  permission: 'self:read',
  reach: 'own',
  reply: { status: 200, schema: z.object({ items: z.array(sessionReply) }) },
  errors: {},
  handle: async ({ db, now }: { readonly db: Db; readonly now: () => Date }, { actor }) => {
    const personId = personIdOf(actor)
    const sessions = personId === undefined ? [] : await listSessions(db, personId, now())
    return { items: sessions.map((session) => toSessionReply(session, actor.sessionId)) }
  },
})
