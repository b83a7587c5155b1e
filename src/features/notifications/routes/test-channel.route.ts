import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { channelParams } from '../channel-params.ts'
import { notificationErrors } from '../errors.ts'
import { testChannel, type TestChannelDeps } from '../test-channel.ts'

export const testChannelRoute = defineRoute({
  method: 'POST',
  path: '/v1/notifications/channels/:channel/test',
  summary: 'Send a test message now and say what the other side answered',
  permission: 'notifications:write',
  reach: 'scoped',
  params: channelParams,
  body: z.strictObject({}),
  reply: {
    status: 200,
    schema: z.strictObject({ deliveryId: z.uuid(), isSent: z.boolean(), status: z.number().nullable(), error: z.string().nullable() }),
  },
  errors: { channel_not_found: notificationErrors.channel_not_found },
  handle: (deps: TestChannelDeps, { actor, params, signal }) => testChannel(deps, actor, { ref: params.channel, signal }),
})
