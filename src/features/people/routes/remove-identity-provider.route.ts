import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { removeIdentityProvider } from '../change-identity-provider.ts'
import { peopleErrors } from '../errors.ts'

export const removeIdentityProviderRoute = defineRoute({
  method: 'DELETE',
  path: '/v1/identity-providers/:provider',
  summary: 'Let nobody in through this provider any more',
  permission: 'people:write',
  params: z.strictObject({ provider: z.string().max(40) }),
  reply: { status: 204, schema: z.undefined() },
  errors: { identity_provider_not_found: peopleErrors.identity_provider_not_found },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { actor, params }) => {
    await removeIdentityProvider(deps, actor, params.provider)
    return undefined
  },
})
