import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { channelReply, toChannelReply } from '../channel.ts'
import { findChannel } from '../channel-queries.ts'
import { channelParams } from '../channel-params.ts'
import { notFound } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

export const showChannelRoute = defineRoute({
  method: 'GET',
  path: '/v1/notifications/channels/:channel',
  summary: 'Show a notification channel, never its secret',
  permission: 'notifications:read',
  reach: 'scoped',
  params: channelParams,
  reply: { status: 200, schema: channelReply },
  errors: { channel_not_found: notificationErrors.channel_not_found },
  etag: ({ version }) => String(version),
  handle: async ({ db }: { readonly db: Db }, { params }) => {
    const channel = await findChannel(db, params.channel)
    if (channel === undefined) throw notFound(params.channel)
    return toChannelReply(channel)
  },
})
