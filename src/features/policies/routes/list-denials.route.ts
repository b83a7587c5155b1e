import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { listDenials } from '../lens/list-denials.ts'

const cause = z.object({
  kind: z.string(),
  source: z.string(),
  sentence: z.string(),
  isDismissed: z.boolean(),
  candidates: z.array(z.string()).readonly(),
  excluded: z.array(z.string()).readonly(),
  hingesOn: z.array(z.string()).readonly(),
  explicit: z.boolean().optional(),
  policy: z.unknown().optional(),
})
const denial = z
  .object({
    id: z.number(),
    accountId: z.string(),
    principalArn: z.string(),
    action: z.string(),
    resource: z.string(),
    region: z.string(),
    code: z.string(),
    message: z.string(),
    cause,
    count: z.number(),
    firstSeenAt: z.date(),
    lastSeenAt: z.date(),
  })
  .meta({ id: 'Denial' })

export const listDenialsRoute = defineRoute({
  method: 'GET',
  path: '/v1/denials',
  summary: 'What AWS denied Reeve, each with its cause and where that is known from',
  permission: 'policies:read',
  query: pageQuery.extend({
    account: z.string().regex(idPatterns.account, 'An account id is twelve digits.').optional(),
    cause: z.string().optional(),
  }),
  reply: { status: 200, schema: pageReply(denial) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, account, cause: kind } }) => {
    const [lastSeenAt, id] = readCursor(cursor, z.tuple([z.iso.datetime(), z.number()])) ?? []
    const before = lastSeenAt === undefined || id === undefined ? undefined : { lastSeenAt, id }
    const rows = await listDenials(deps.db, { accountId: account, kind }, { limit: limit + 1, before })
    return pageOf(rows, limit, (row) => [row.lastSeenAt.toISOString(), row.id])
  },
})
