import { defineRoute } from '#platform/http/define-route.ts'
import { systemMailForm, systemMailReply } from '../channel.ts'
import { setSystemMail, type SystemMailDeps } from '../system-mail.ts'

// Not `notifications:write`: whoever chooses this server reads every link for a new password.
export const setSystemMailRoute = defineRoute({
  method: 'PUT',
  path: '/v1/system-mail',
  summary: 'Set the mail server for letters to people; without a password the stored one stays',
  permission: 'people:write',
  body: systemMailForm,
  reply: { status: 200, schema: systemMailReply },
  errors: {},
  handle: (deps: SystemMailDeps, { actor, body }) => setSystemMail(deps, actor, body),
})
