import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { mailRecipient } from '../channel.ts'
import { notificationErrors } from '../errors.ts'
import { type SystemMailDeps, type SystemMailSendDeps, testSystemMail } from '../system-mail.ts'

export const testSystemMailRoute = defineRoute({
  method: 'POST',
  path: '/v1/system-mail/test',
  summary: 'Send a test letter now and say what the mail server answered',
  permission: 'people:write',
  body: mailRecipient,
  reply: { status: 200, schema: z.strictObject({ isSent: z.boolean(), status: z.number().nullable(), error: z.string().nullable() }) },
  errors: { system_mail_not_set: notificationErrors.system_mail_not_set },
  handle: (deps: SystemMailSendDeps & Pick<SystemMailDeps, 'now'> & { readonly newId: () => string }, { actor, body }) =>
    testSystemMail(deps, actor, body.to),
})
