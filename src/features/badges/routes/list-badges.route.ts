import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { readSort, sortedPage, sortedQuery, sortedReply } from '#platform/http/sorted-page.ts'
import { isSystemBadge } from '../badge.ts'
import { badgeSorts, countBadges, listBadges } from '../queries.ts'
import { accountIdField, listedBadgeSchema } from '../schemas.ts'
import { listBoundingKeys } from '../set-badge.ts'

export const listBadgesRoute = defineRoute({
  method: 'GET',
  path: '/v1/badges',
  summary: 'List badges by account, key and value',
  permission: 'badges:read',
  reach: 'scoped',
  query: sortedQuery(badgeSorts).extend({ account: accountIdField.optional(), key: z.string().optional(), value: z.string().optional() }),
  reply: { status: 200, schema: sortedReply(listedBadgeSchema) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, sort = 'accountId', total, account, key, value } }) => {
    const { name, isDescending, position } = readSort({ sort, cursor }, sort)
    const filter = { accountId: account, key, value }
    const rows = await listBadges(deps.db, filter, { limit: limit + 1, sort: name, isDescending, position })
    const page = sortedPage(rows, { limit, sort, position })
    const bounding = await listBoundingKeys(deps.db)
    return {
      ...page,
      items: page.items.map((row) => ({ ...row, system: isSystemBadge(row.key), boundsPeople: bounding.has(row.key) })),
      total: total === 'true' ? await countBadges(deps.db, filter) : null,
    }
  },
})
