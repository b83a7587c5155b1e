import { z } from 'zod'
import { signInErrors } from '#platform/auth/sign-in-errors.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { invitePerson, type InviteDeps } from '../invite-person.ts'

const weekHours = 168

export const invitePersonRoute = defineRoute({
  method: 'POST',
  path: '/v1/people/invitations',
  summary: 'Make a link that lets one person in, once; it is in this reply and nowhere else',
  permission: 'people:write',
  body: z.strictObject({
    kind: z.enum(['invitation', 'sign_in']).default('invitation').describe('`sign_in` asks for no password and is gone with its session'),
    email: z.email().max(320).nullable().default(null).describe('Whom it is for; null lets them say themselves'),
    role: z.string().min(1).max(100),
    scope: z.string().max(4000).nullable().default(null),
    expiresInHours: z
      .number()
      .min(0.05)
      .max(4 * weekHours)
      .default(48),
  }),
  reply: { status: 201, schema: z.object({ id: z.string(), url: z.string(), expiresAt: z.iso.datetime() }) },
  errors: {
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    role_not_found: peopleErrors.role_not_found,
    password_sign_in_off: signInErrors.password_sign_in_off,
    scope_invalid: peopleErrors.scope_invalid,
  },
  handle: async (deps: InviteDeps, { actor, body }) => {
    const { id, url, expiresAt } = await invitePerson(deps, actor, body)
    return { id, url, expiresAt: expiresAt.toISOString() }
  },
})
