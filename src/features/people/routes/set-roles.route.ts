import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { type ChangePersonDeps, setRoles } from '../change-person.ts'
import { peopleErrors } from '../errors.ts'
import { bindingSchema, personReply, toPersonReply } from '../person-reply.ts'

export const setRolesRoute = defineRoute({
  method: 'PUT',
  path: '/v1/people/:person/roles',
  summary: 'Give a person exactly these roles, each with its scope',
  permission: 'people:write',
  params: z.strictObject({ person: z.uuid() }),
  body: z.strictObject({ roles: z.array(bindingSchema).max(50) }),
  reply: { status: 200, schema: personReply },
  errors: {
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    person_not_found: peopleErrors.person_not_found,
    role_not_found: peopleErrors.role_not_found,
    scope_invalid: peopleErrors.scope_invalid,
    last_administrator: peopleErrors.last_administrator,
    break_glass_needed: peopleErrors.break_glass_needed,
  },
  handle: async (deps: ChangePersonDeps, { actor, params, body }) =>
    toPersonReply(await setRoles(deps, actor, { personId: params.person, bindings: body.roles })),
})
