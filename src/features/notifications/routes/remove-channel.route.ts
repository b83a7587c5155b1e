import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { channelParams } from '../channel-params.ts'
import { type EditChannelDeps, removeChannel } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

export const removeChannelRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/notifications/channels/:channel',
  summary: 'Remove a notification channel; what waits to be sent through it is cancelled',
  permission: 'notifications:write',
  reach: 'scoped',
  params: channelParams,
  reply: { status: 204, schema: z.undefined() },
  errors: { channel_not_found: notificationErrors.channel_not_found },
  handle: async (deps: Pick<EditChannelDeps, 'db' | 'now'>, { actor, params, requestId }) => {
    await removeChannel(deps, actor, { ref: params.channel, requestId })
    return undefined
  },
})
