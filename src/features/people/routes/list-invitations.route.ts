import { z } from 'zod'
import { listLiveLinks } from '#platform/auth/one-time-links.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

const invitation = z
  .object({
    id: z.string(),
    kind: z.enum(['invitation', 'first_administrator', 'sign_in']),
    email: z.string().nullable(),
    role: z.string(),
    scope: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' })

export const listInvitationsRoute = defineRoute({
  method: 'GET',
  path: '/v1/people/invitations',
  summary: 'Links that can still be used; never the links themselves',
  permission: 'people:read',
  reply: { status: 200, schema: z.object({ items: z.array(invitation) }) },
  errors: {},
  handle: async ({ db, now }: { readonly db: Db; readonly now: () => Date }) => ({
    items: (await listLiveLinks(db, now())).map(({ id, kind, email, role, scope, createdBy, createdAt, expiresAt }) => ({
      id,
      kind,
      email,
      role,
      scope,
      createdBy,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  }),
})
