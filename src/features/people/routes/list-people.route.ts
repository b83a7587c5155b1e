import { z } from 'zod'
import { listPeople } from '#platform/auth/people-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { personReply, toPersonReply } from '../person-reply.ts'

export const listPeopleRoute = defineRoute({
  method: 'GET',
  path: '/v1/people',
  summary: 'List people by e-mail, with their roles and where these come from',
  permission: 'people:read',
  query: pageQuery,
  reply: { status: 200, schema: pageReply(personReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor } }) => {
    const after = readCursor(cursor, z.tuple([z.string()]))?.[0]
    const { items, nextCursor } = pageOf(await listPeople(db, { limit: limit + 1, after }), limit, ({ email }) => [email])
    return { items: items.map(toPersonReply), nextCursor }
  },
})
