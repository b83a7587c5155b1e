import { getSignInSettings } from '#platform/auth/sign-in-settings.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { signInSettingsSchema } from '../sign-in-schema.ts'

export const showSignInRoute = defineRoute({
  method: 'GET',
  path: '/v1/sign-in-settings',
  summary: 'Whether passwords sign in, and who keeps one when they do not',
  permission: 'people:read',
  reply: { status: 200, schema: signInSettingsSchema },
  errors: {},
  handle: ({ db }: { readonly db: Db }) => getSignInSettings(db),
})
