import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { removePerson, type RemovePersonDeps } from '../remove-person.ts'

const { person_not_found, own_removal, person_managed, permissions_exceed_own, last_administrator, break_glass_needed } = peopleErrors

export const removePersonRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/people/:person',
  summary: 'Remove a person for good, with sessions, tokens and roles; the audit trail keeps the name',
  permission: 'people:write',
  params: z.strictObject({ person: z.uuid() }),
  reply: { status: 204, schema: z.undefined() },
  errors: { person_not_found, own_removal, person_managed, permissions_exceed_own, last_administrator, break_glass_needed },
  handle: async (deps: RemovePersonDeps, { actor, params }) => {
    await removePerson(deps, actor, params.person)
    return undefined
  },
})
