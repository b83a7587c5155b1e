import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { eventKinds } from '../event-kinds.ts'

export const listEventKindsRoute = defineRoute({
  method: 'GET',
  path: '/v1/notifications/kinds',
  summary: 'Every kind of event that can be told, with what it means',
  permission: 'notifications:read',
  reach: 'scoped',
  reply: { status: 200, schema: z.array(z.strictObject({ kind: z.string(), summary: z.string() })) },
  errors: {},
  handle: async () => Object.entries(eventKinds).map(([kind, summary]) => ({ kind, summary })),
})
