import { z } from 'zod'
import { peopleErrors } from '#features/people/index.ts'
import { listScimTokens } from '#platform/auth/scim-token-store.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { type ConnectionDeps, putConnection } from '../change-connection.ts'
import { connectionParams, connectionReply, groupGrantSchema, signInMatchSchema, toConnectionReply } from '../connection-reply.ts'
import { provisioningErrors } from '../errors.ts'

export const putScimConnectionRoute = defineRoute({
  method: 'PUT',
  path: '/v1/scim-connections/:connection',
  summary: 'Let a directory provision people and groups over SCIM, and say which group gives which role where',
  permission: 'people:write',
  params: connectionParams,
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    identityProvider: z.string().min(1).max(40).nullable().default(null).describe('The OpenID Connect provider where its people sign in'),
    provisionedOnly: z.boolean().default(true).describe('Refuse whom the directory did not provision, whatever their claims say'),
    match: signInMatchSchema.prefault({}),
    grants: z.array(groupGrantSchema).max(500).default([]),
  }),
  reply: { status: 200, schema: connectionReply },
  errors: {
    role_not_found: peopleErrors.role_not_found,
    scope_invalid: peopleErrors.scope_invalid,
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    identity_provider_not_found: peopleErrors.identity_provider_not_found,
    identity_provider_managed: provisioningErrors.identity_provider_managed,
    precondition_failed: httpErrors.precondition_failed,
  },
  etag: ({ version }) => String(version),
  handle: async (deps: ConnectionDeps & { readonly baseUrl: () => string }, { actor, params, body, ifMatch }) => {
    const form = { id: params.connection, ...body }
    const connection = await putConnection(deps, actor, { form, ...(ifMatch !== undefined && { ifMatch }) })
    return toConnectionReply(connection, { tokens: await listScimTokens(deps.db, [connection.id]), baseUrl: deps.baseUrl() })
  },
})
