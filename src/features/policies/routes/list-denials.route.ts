import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { causeKinds } from '../lens/cause.ts'
import { listDenials } from '../lens/list-denials.ts'
import { remedyFor } from '../lens/remedy.ts'

const cause = z.object({
  kind: z.enum(causeKinds),
  source: z.string(),
  sentence: z.string(),
  isDismissed: z.boolean(),
  candidates: z.array(z.string()).readonly(),
  excluded: z.array(z.string()).readonly(),
  hingesOn: z.array(z.string()).readonly(),
  explicit: z.boolean().optional(),
  policy: z
    .object({
      arn: z.string().optional(),
      id: z.string().optional(),
      name: z.string().optional(),
      attachedTo: z.array(z.string()).readonly().optional(),
      sid: z.string().optional(),
      statement: z.number().optional().describe('Index within the document, from 0'),
    })
    .optional()
    .describe('The policy that decided, as far as it is known'),
})
const denial = z
  .object({
    id: z.number(),
    accountId: z.string().describe('Of whoever was denied'),
    resourceAccountId: z.string().nullable().describe('That the call was about, where its ARN names one'),
    principalArn: z.string(),
    action: z.string(),
    resource: z.string(),
    region: z.string(),
    code: z.string(),
    message: z.string(),
    cause,
    remedy: z.string().describe('What ends it, or how to find out'),
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
  reach: 'scoped',
  query: pageQuery.extend({
    account: z
      .string()
      .regex(idPatterns.account, 'An account id is twelve digits.')
      .optional()
      .describe('Of who was denied, or of what they asked for'),
    cause: z.enum(causeKinds).optional(),
    q: z.string().max(200).optional().describe('Part of the action, of who was denied, or of the resource'),
    dismissed: z.enum(['true', 'false']).default('true').describe('false: without what may be disregarded'),
  }),
  reply: { status: 200, schema: pageReply(denial) },
  errors: {},
  handle: async (deps: { readonly db: Db }, { query: { limit, cursor, account, cause: kind, q, dismissed } }) => {
    const [lastSeenAt, id] = readCursor(cursor, z.tuple([z.iso.datetime(), z.number()])) ?? []
    const before = lastSeenAt === undefined || id === undefined ? undefined : { lastSeenAt, id }
    const filter = { accountId: account, kind, text: q, withDismissed: dismissed === 'true' }
    const rows = await listDenials(deps.db, filter, { limit: limit + 1, before })
    const told = rows.map((row) => ({ ...row, remedy: remedyFor(row.cause, row) }))
    return pageOf(told, limit, (row) => [row.lastSeenAt.toISOString(), row.id])
  },
})
