import { z } from 'zod'

/** `:channel` of every path. */
export const channelParams = z.strictObject({ channel: z.string().min(1).max(100).describe('Id or name of the channel') })
