import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { notificationErrors } from '../errors.ts'
import { retryDelivery, type RetryDeliveryDeps } from '../retry-delivery.ts'

const { delivery_not_found, delivery_not_dead } = notificationErrors

export const retryDeliveryRoute = defineRoute({
  method: 'POST',
  path: '/v1/notifications/deliveries/:delivery/retry',
  summary: 'Try a delivery again that was given up',
  permission: 'notifications:write',
  reach: 'scoped',
  params: z.strictObject({ delivery: z.uuid() }),
  body: z.strictObject({}),
  reply: { status: 202, schema: z.strictObject({ id: z.uuid() }) },
  errors: { delivery_not_found, delivery_not_dead },
  handle: async (deps: RetryDeliveryDeps, { actor, params }) => {
    await retryDelivery(deps, actor, params.delivery)
    return { id: params.delivery }
  },
})
