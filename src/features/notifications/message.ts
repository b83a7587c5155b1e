import { z } from 'zod'

export const messageEvent = z.strictObject({
  subjectKind: z.string(),
  subjectId: z.string(),
  /** The account's name, where the subject is one that is known. */
  name: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  detail: z.string().nullable(),
  at: z.string(),
})
export type MessageEvent = z.output<typeof messageEvent>

export const message = z.strictObject({
  kind: z.string(),
  title: z.string(),
  organization: z.strictObject({ organizationId: z.string(), nickname: z.string().nullable() }).nullable(),
  /** How many equal events this message stands for; `events` holds the first of them. */
  count: z.number(),
  events: z.array(messageEvent),
})
/** What is told, whichever way it is sent. */
export type Message = z.output<typeof message>
