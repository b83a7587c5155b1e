import { defineRoute } from '#platform/http/define-route.ts'
import { setSignIn, type SignInSettingsDeps } from '../change-sign-in.ts'
import { peopleErrors } from '../errors.ts'
import { signInSettingsSchema } from '../sign-in-schema.ts'

export const setSignInRoute = defineRoute({
  method: 'PUT',
  path: '/v1/sign-in-settings',
  summary: 'Switch password sign-in on or off; off needs one administrator who keeps a password',
  permission: 'people:write',
  body: signInSettingsSchema,
  reply: { status: 200, schema: signInSettingsSchema },
  errors: { break_glass_needed: peopleErrors.break_glass_needed },
  handle: (deps: SignInSettingsDeps, { actor, body }) => setSignIn(deps, actor, body),
})
