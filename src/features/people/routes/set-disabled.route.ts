import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { type ChangePersonDeps, setDisabled } from '../change-person.ts'
import { peopleErrors } from '../errors.ts'
import { personReply, toPersonReply } from '../person-reply.ts'

export const setDisabledRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/people/:person',
  summary: 'Shut a person out, sessions and all, or let them in again',
  permission: 'people:write',
  params: z.strictObject({ person: z.uuid() }),
  body: z.strictObject({ disabled: z.boolean() }),
  reply: { status: 200, schema: personReply },
  errors: {
    person_managed: peopleErrors.person_managed,
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    person_not_found: peopleErrors.person_not_found,
    last_administrator: peopleErrors.last_administrator,
    break_glass_needed: peopleErrors.break_glass_needed,
  },
  handle: async (deps: ChangePersonDeps, { actor, params, body }) =>
    toPersonReply(await setDisabled(deps, actor, { personId: params.person, disabled: body.disabled })),
})
