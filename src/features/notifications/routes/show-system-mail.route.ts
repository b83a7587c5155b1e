import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { systemMailReply } from '../channel.ts'
import { notificationErrors } from '../errors.ts'
import { showSystemMail } from '../system-mail.ts'

export const showSystemMailRoute = defineRoute({
  method: 'GET',
  path: '/v1/system-mail',
  summary: 'The mail server for letters to people, such as links for new passwords',
  permission: 'people:read',
  reply: { status: 200, schema: systemMailReply },
  errors: { system_mail_not_set: notificationErrors.system_mail_not_set },
  handle: async ({ db }: { readonly db: Db }) => {
    const mail = await showSystemMail(db)
    if (mail === undefined) throw notificationErrors.system_mail_not_set('No mail server is set for letters to people.')
    return mail
  },
})
