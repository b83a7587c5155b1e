import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { listBadgeHistory } from '../queries.ts'
import { accountIdField } from '../schemas.ts'

const entry = z
  .object({
    id: z.number(),
    accountId: z.string(),
    key: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    cause: z.string(),
    actor: z.string(),
    at: z.date(),
  })
  .meta({ id: 'BadgeHistoryEntry' })

export const listBadgeHistoryRoute = defineRoute({
  method: 'GET',
  path: '/v1/badges/history',
  summary: 'Who or what changed badges, newest first',
  permission: 'badges:read',
  reach: 'scoped',
  query: pageQuery.extend({ account: accountIdField.optional(), key: z.string().optional() }),
  reply: { status: 200, schema: pageReply(entry) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, account, key } }) => {
    const beforeId = readCursor(cursor, z.tuple([z.number()]))?.[0]
    const rows = await listBadgeHistory(deps.db, { accountId: account, key }, { limit: limit + 1, beforeId })
    return pageOf(rows, limit, (row) => [row.id])
  },
})
