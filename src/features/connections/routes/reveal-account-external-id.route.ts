import { z } from 'zod'
import { accountErrorSpecs, accountParams } from '#features/accounts/index.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { revealExternalId } from '../reveal-external-id.ts'

const { account_not_found, account_managed } = accountErrorSpecs
type Deps = { readonly db: Db; readonly sealer: Sealer; readonly now: () => Date }

export const revealAccountExternalIdRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/:accountId/reveal-external-id',
  summary: 'Show the stored ExternalId of a single account; every reveal is audited',
  permission: 'organizations:reveal-secret',
  reach: 'scoped',
  params: accountParams,
  reply: { status: 200, schema: z.object({ externalId: z.string().nullable() }).meta({ id: 'RevealedAccountExternalId' }) },
  errors: { connection_not_found: connectionErrorSpecs.connection_not_found, account_not_found, account_managed },
  handle: (deps: Deps, { actor, params: { accountId }, requestId }) => revealExternalId(deps, actor, { accountId, requestId }),
})
