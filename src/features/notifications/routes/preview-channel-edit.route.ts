import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { channelEdit } from '../channel.ts'
import { channelParams } from '../channel-params.ts'
import { type EditChannelDeps, previewChannelEdit } from '../edit-channel.ts'
import { notificationErrors } from '../errors.ts'

const { channel_not_found, channel_kind_fixed } = notificationErrors
const change = z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }).meta({ id: 'NotificationChange' })

/** Needs the right to write: whoever could only read could otherwise guess at secrets here. */
export const previewChannelEditRoute = defineRoute({
  method: 'POST',
  path: '/v1/notifications/channels/:channel/preview',
  summary: 'Show what an edit would change, whether the secret is another one included',
  permission: 'notifications:write',
  reach: 'scoped',
  params: channelParams,
  body: channelEdit,
  reply: { status: 200, schema: z.strictObject({ changes: z.array(change).readonly() }) },
  errors: { channel_not_found, channel_kind_fixed },
  handle: async (deps: Pick<EditChannelDeps, 'db' | 'sealer'>, { params, body }) => ({
    changes: await previewChannelEdit(deps, params.channel, body),
  }),
})
