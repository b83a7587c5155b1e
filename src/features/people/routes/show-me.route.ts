import { z } from 'zod'
import { printSelector } from '#lib/selector/index.ts'
import { permissions as known } from '#platform/auth/permissions.ts'
import { findPerson } from '#platform/auth/people-store.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { personReply, toPersonReply } from '../person-reply.ts'
import { personIdOf } from '../sessions.ts'

export const showMeRoute = defineRoute({
  method: 'GET',
  path: '/v1/me',
  summary: 'Who is asking, and what they may do where',
  permission: 'self:read',
  reach: 'own',
  reply: {
    status: 200,
    schema: z
      .object({
        kind: z.enum(['operator', 'token', 'person', 'system']),
        id: z.string(),
        name: z.string(),
        person: personReply.nullable().describe('For somebody who signed in'),
        permissions: z.array(
          z.object({
            permission: z.string(),
            summary: z.string().describe('What it lets one do'),
            scope: z.string().nullable().describe('Where it reaches, as a selector; null is the whole estate'),
          }),
        ),
        isScoped: z.boolean().describe('Whether some of it reaches only part of the estate'),
      })
      .meta({ id: 'Me' }),
  },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { actor }) => {
    const personId = personIdOf(actor)
    const person = personId === undefined ? undefined : await findPerson(db, personId)
    const permissions = [...actor.permissions].map((permission) => {
      const scope = actor.scopes?.get(permission)
      const summary = (known as Readonly<Record<string, string>>)[permission] ?? permission
      return { permission, summary, scope: scope === undefined ? null : printSelector(scope) }
    })
    return {
      kind: actor.kind,
      id: actor.id,
      name: actor.label ?? actor.id,
      person: person === undefined ? null : toPersonReply(person),
      permissions,
      isScoped: permissions.some(({ scope }) => scope !== null),
    }
  },
})
