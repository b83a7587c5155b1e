import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { createSignInCode, type SignInCodeDeps } from '../create-sign-in-code.ts'
import { peopleErrors } from '../errors.ts'

export const createSignInCodeRoute = defineRoute({
  method: 'POST',
  path: '/v1/me/sign-in-codes',
  summary: 'Make a code that signs one’s own command line in, once and within minutes',
  permission: 'self:write',
  reach: 'own',
  body: z.strictObject({}),
  reply: { status: 201, schema: z.object({ code: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'SignInCode' }) },
  errors: { people_only: peopleErrors.people_only },
  handle: async (deps: SignInCodeDeps, { actor }) => {
    const { code, expiresAt } = await createSignInCode(deps, actor)
    return { code, expiresAt: expiresAt.toISOString() }
  },
})
