import { z } from 'zod'
import { findPerson } from '#platform/auth/people-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { peopleErrors } from '../errors.ts'
import { personReply, toPersonReply } from '../person-reply.ts'

export const showPersonRoute = defineRoute({
  method: 'GET',
  path: '/v1/people/:person',
  summary: 'Show a person with their roles and where these come from',
  permission: 'people:read',
  params: z.strictObject({ person: z.uuid() }),
  reply: { status: 200, schema: personReply },
  errors: { person_not_found: peopleErrors.person_not_found },
  handle: async ({ db }: { readonly db: Db }, { params: { person: id } }) => {
    const person = await findPerson(db, id)
    if (person === undefined) throw peopleErrors.person_not_found(`There is no person ${id}.`)
    return toPersonReply(person)
  },
})
