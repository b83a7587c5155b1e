import { z } from 'zod'
import { listTokens } from '#platform/auth/token-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { tokenReply, toTokenReply } from '../token-reply.ts'

const cursorKey = z.tuple([z.string(), z.uuid()])

export const listTokensRoute = defineRoute({
  method: 'GET',
  path: '/v1/tokens',
  summary: 'List API tokens, revoked and expired ones too; never their secrets',
  permission: 'tokens:read',
  query: pageQuery,
  reply: { status: 200, schema: pageReply(tokenReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor } }) => {
    const key = readCursor(cursor, cursorKey)
    const rows = await listTokens(db, { limit: limit + 1, after: key === undefined ? undefined : { name: key[0], id: key[1] } })
    const { items, nextCursor } = pageOf(rows, limit, ({ name, id }) => [name, id])
    return { items: items.map(toTokenReply), nextCursor }
  },
})
