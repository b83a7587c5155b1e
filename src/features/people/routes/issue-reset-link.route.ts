import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { issueResetLink, type ResetLinkDeps } from '../issue-reset-link.ts'

const dayMinutes = 1440

export const issueResetLinkRoute = defineRoute({
  method: 'POST',
  path: '/v1/people/:person/reset-link',
  summary: 'Make a link by which a person sets a new password, once; it is in this reply and nowhere else',
  permission: 'people:write',
  params: z.strictObject({ person: z.uuid() }),
  body: z.strictObject({ expiresInMinutes: z.int().min(5).max(dayMinutes).default(60) }),
  reply: { status: 201, schema: z.object({ url: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'PasswordResetLink' }) },
  errors: {
    person_not_found: peopleErrors.person_not_found,
    person_disabled: peopleErrors.person_disabled,
    no_password: peopleErrors.no_password,
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
  },
  handle: async (deps: ResetLinkDeps, { actor, params, body }) => {
    const { url, expiresAt } = await issueResetLink(deps, actor, { personId: params.person, ...body })
    return { url, expiresAt: expiresAt.toISOString() }
  },
})
