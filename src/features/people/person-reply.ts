import { z } from 'zod'
import type { Person } from '#platform/auth/people-store.ts'
import type { PersonSession } from './sessions.ts'

export const bindingSchema = z.strictObject({
  role: z.string().min(1).max(100).describe('A name of the list of roles'),
  scope: z.string().max(4000).nullable().default(null).describe('`ou:ou-…/**`, `badge:tier=1`, `account:…`; null is the whole estate'),
})

export const personReply = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    hasPassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    providers: z.array(z.string()).readonly(),
    disabledAt: z.iso.datetime().nullable(),
    managedBy: z
      .object({ connection: z.string(), name: z.string() })
      .nullable()
      .describe('The SCIM connection that provisions this person, whose name, e-mail and groups are changed there'),
    createdAt: z.iso.datetime(),
    roles: z.array(
      z.object({
        role: z.string(),
        scope: z.string().nullable(),
        source: z.string().describe('`here`, the identity provider whose claims give it, or `scim:<connection>` whose groups give it'),
      }),
    ),
  })
  .meta({ id: 'Person' })

export function toPersonReply({ bindings, disabledAt, createdAt, ...person }: Person): z.input<typeof personReply> {
  return {
    ...person,
    disabledAt: disabledAt === null ? null : new Date(disabledAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    roles: bindings.map(({ role, scope, source }) => ({ role, scope, source })),
  }
}

export const sessionReply = z
  .object({
    id: z.string(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    isThis: z.boolean().describe('The session that asks'),
  })
  .meta({ id: 'PersonSession' })

export function toSessionReply({ createdAt, expiresAt, ...session }: PersonSession, own: string | undefined): z.input<typeof sessionReply> {
  return { ...session, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), isThis: session.id === own }
}
