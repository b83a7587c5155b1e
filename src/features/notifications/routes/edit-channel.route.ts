import { defineRoute } from '#platform/http/define-route.ts'
import { channelEdit, channelReply, toChannelReply } from '../channel.ts'
import { channelParams } from '../channel-params.ts'
import { editChannel, type EditChannelDeps } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

const { channel_not_found, channel_name_taken, channel_kind_fixed } = notificationErrors

export const editChannelRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/notifications/channels/:channel',
  summary: 'Change a notification channel; what is not given stays, its secret too',
  permission: 'notifications:write',
  reach: 'scoped',
  params: channelParams,
  body: channelEdit,
  reply: { status: 200, schema: channelReply },
  errors: { channel_not_found, channel_name_taken, channel_kind_fixed },
  etag: ({ version }) => String(version),
  handle: async (deps: EditChannelDeps, { actor, params, body, requestId, ifMatch }) =>
    toChannelReply(
      await editChannel(deps, actor, { ref: params.channel, edit: body, requestId, ...(ifMatch !== undefined && { ifMatch }) }),
    ),
})
