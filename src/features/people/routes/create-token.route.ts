import { z } from 'zod'
import type { Permission } from '#platform/auth/permissions.ts'
import { grantablePermissions } from '#platform/auth/role-catalogue.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { createToken, type CreateTokenDeps } from '../create-token.ts'
import { peopleErrors } from '../errors.ts'
import { tokenReply, toTokenReply } from '../token-reply.ts'

const tenYearsDays = 3650
const known = grantablePermissions as [Permission, ...Permission[]]

const body = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: z.string().min(1).max(100).default('custom').describe('One of the roles, or `custom` with its own permissions'),
    permissions: z.array(z.enum(known)).max(known.length).default([]),
    scope: z.string().max(4000).optional().describe('`ou:ou-…/**`, `badge:tier=1`, `account:…`; without it the token reaches everywhere'),
    expiresInDays: z.int().min(1).max(tenYearsDays).optional().describe('Without it the token lives until it is revoked'),
  })
  .refine(({ role, permissions: asked }) => (role === 'custom') === asked.length > 0, {
    path: ['permissions'],
    message: 'List the permissions of a custom token; a role brings its own.',
    params: { rule: 'role_or_permissions' },
  })

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/v1/tokens',
  summary: 'Create an API token; its secret is in this reply and nowhere else',
  permission: 'tokens:write',
  body,
  reply: { status: 201, schema: tokenReply.extend({ token: z.string() }) },
  errors: {
    token_name_taken: peopleErrors.token_name_taken,
    permissions_exceed_own: peopleErrors.permissions_exceed_own,
    role_not_found: peopleErrors.role_not_found,
    scope_invalid: peopleErrors.scope_invalid,
  },
  handle: async (deps: CreateTokenDeps, { actor, body: request }) => {
    const { token, secret } = await createToken(deps, actor, request)
    return { ...toTokenReply(token), token: secret }
  },
})
