import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { channelReply, toChannelReply } from '../channel.ts'
import { listChannels } from '../channel-queries.ts'

export const listChannelsRoute = defineRoute({
  method: 'GET',
  path: '/v1/notifications/channels',
  summary: 'List notification channels, never their secrets',
  permission: 'notifications:read',
  reach: 'scoped',
  query: pageQuery,
  reply: { status: 200, schema: pageReply(channelReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor } }) => {
    const key = readCursor(cursor, z.tuple([z.string(), z.uuid()]))
    const rows = await listChannels(db, { limit: limit + 1, after: key && { name: key[0], id: key[1] } })
    const { items, nextCursor } = pageOf(rows, limit, ({ name, id }) => [name, id])
    return { items: items.map(toChannelReply), nextCursor }
  },
})
