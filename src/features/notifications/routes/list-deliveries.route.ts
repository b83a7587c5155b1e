import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { findChannel } from '../channel-queries.ts'
import { deliveryStates, listDeliveries } from '../delivery-queries.ts'
import { notFound } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

const delivery = z
  .strictObject({
    id: z.uuid(),
    channelName: z.string(),
    channelKind: z.enum(['email', 'slack', 'webhook']),
    state: z.enum(deliveryStates),
    kind: z.string(),
    title: z.string(),
    eventCount: z.number(),
    attempts: z.number(),
    nextAttemptAt: z.date().nullable(),
    lastError: z.string().nullable(),
    lastStatus: z.number().nullable(),
    createdAt: z.date(),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: 'NotificationDelivery' })

export const listDeliveriesRoute = defineRoute({
  method: 'GET',
  path: '/v1/notifications/deliveries',
  summary: 'The log of notifications, newest first: what waits, was sent or was given up, and why',
  permission: 'notifications:read',
  reach: 'scoped',
  query: pageQuery.extend({ channel: z.string().max(100).optional(), state: z.enum(deliveryStates).optional() }),
  reply: { status: 200, schema: pageReply(delivery) },
  errors: { channel_not_found: notificationErrors.channel_not_found },
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor, channel: ref, state } }) => {
    const key = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]))
    const channel = ref === undefined ? undefined : await findChannel(db, ref)
    if (ref !== undefined && channel === undefined) throw notFound(ref)
    const before = key && { createdAt: key[0], id: key[1] }
    const rows = await listDeliveries(db, { channelId: channel?.id, state, limit: limit + 1, before })
    const { items, nextCursor } = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id])
    return { items: items.map(({ message, channelId: _channelId, ...row }) => ({ ...row, title: message.title })), nextCursor }
  },
})
