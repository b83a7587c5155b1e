import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { notificationErrors } from '../errors.ts'
import { removeSystemMail, type SystemMailDeps } from '../system-mail.ts'

export const removeSystemMailRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/system-mail',
  summary: 'Send no letters to people any more',
  permission: 'people:write',
  reply: { status: 204, schema: z.undefined() },
  errors: { system_mail_not_set: notificationErrors.system_mail_not_set },
  handle: async (deps: Pick<SystemMailDeps, 'db' | 'now'>, { actor }) => {
    await removeSystemMail(deps, actor)
    return undefined
  },
})
