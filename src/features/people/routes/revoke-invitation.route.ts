import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { revokeInvitation } from '../invite-person.ts'

export const revokeInvitationRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/people/invitations/:invitation',
  summary: 'Make a link worth nothing',
  permission: 'people:write',
  params: z.strictObject({ invitation: z.uuid() }),
  reply: { status: 204, schema: z.undefined() },
  errors: { invitation_not_found: peopleErrors.invitation_not_found },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params }) => {
    await revokeInvitation(deps, actor, params.invitation)
    return undefined
  },
})
