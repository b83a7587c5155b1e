import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { isSystemBadge } from '../badge.ts'
import { listBadges } from '../queries.ts'
import { accountIdField, listedBadgeSchema } from '../schemas.ts'
import { listBoundingKeys } from '../set-badge.ts'

const cursorKey = z.tuple([z.string(), z.string()])

export const listBadgesRoute = defineRoute({
  method: 'GET',
  path: '/v1/badges',
  summary: 'List badges by account, key and value',
  permission: 'badges:read',
  reach: 'scoped',
  query: pageQuery.extend({ account: accountIdField.optional(), key: z.string().optional(), value: z.string().optional() }),
  reply: { status: 200, schema: pageReply(listedBadgeSchema) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, account, key, value } }) => {
    const after = readCursor(cursor, cursorKey)
    const rows = await listBadges(deps.db, { accountId: account, key, value }, { limit: limit + 1, after })
    const page = pageOf(rows, limit, (row) => [row.accountId, row.key])
    const bounding = await listBoundingKeys(deps.db)
    const items = page.items.map((row) => ({ ...row, system: isSystemBadge(row.key), boundsPeople: bounding.has(row.key) }))
    return { nextCursor: page.nextCursor, items }
  },
})
