import { z } from 'zod'
import { signInErrors } from '#platform/auth/sign-in-errors.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { outgoingErrors } from '#platform/http/outgoing.ts'
import { type ProviderDeps, putIdentityProvider } from '../change-identity-provider.ts'
import { peopleErrors } from '../errors.ts'

export const claimGrantSchema = z.strictObject({
  claim: z.string().min(1).max(200).describe('`groups`, `roles`, …'),
  value: z.string().min(1).max(500).describe('What the claim is, or holds'),
  role: z.string().min(1).max(100),
  scope: z.string().max(4000).nullable().default(null),
})

export const putIdentityProviderRoute = defineRoute({
  method: 'PUT',
  path: '/v1/identity-providers/:provider',
  summary: 'Let people in through an OpenID Connect provider, by what its claims say of them',
  permission: 'people:write',
  params: z.strictObject({ provider: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Small letters, digits and hyphens.') }),
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    issuer: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .describe('Exactly as the provider calls itself'),
    clientId: z.string().min(1).max(500),
    clientSecret: z.string().min(1).max(2000).nullable().optional().describe('Absent keeps the stored one; never sent back'),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/))
      .min(1)
      .max(20)
      .default(['openid', 'email', 'profile']),
    grants: z
      .array(claimGrantSchema)
      .max(500)
      .default([])
      .describe('May be empty where the groups of a directory give the roles: see SCIM connections'),
  }),
  reply: { status: 204, schema: z.undefined() },
  errors: {
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    role_not_found: peopleErrors.role_not_found,
    scope_invalid: peopleErrors.scope_invalid,
    provider_unusable: signInErrors.provider_unusable,
    outgoing_refused: outgoingErrors.outgoing_refused,
  },
  handle: async (deps: ProviderDeps, { actor, params, body }) => {
    await putIdentityProvider(deps, actor, { id: params.provider, ...body })
    return undefined
  },
})
