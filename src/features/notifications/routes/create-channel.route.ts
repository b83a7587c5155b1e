import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { channelForm, channelReply, toChannelReply } from '../channel.ts'
import { createChannel, type EditChannelDeps } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

export const createChannelRoute = defineRoute({
  method: 'POST',
  path: '/v1/notifications/channels',
  summary: 'Add a channel: e-mail, Slack or signed webhook, with what it is to be told',
  permission: 'notifications:write',
  reach: 'scoped',
  body: channelForm,
  reply: {
    status: 201,
    schema: channelReply.extend({ signingSecret: z.string().optional().describe('Only here, and only where Reeve made it') }),
  },
  errors: { channel_name_taken: notificationErrors.channel_name_taken },
  handle: async (deps: EditChannelDeps, { actor, body, requestId }) => {
    const { channel, generatedSecret } = await createChannel(deps, actor, { form: body, requestId })
    return { ...toChannelReply(channel), ...(generatedSecret !== undefined && { signingSecret: generatedSecret }) }
  },
})
