import { accountErrorSpecs, accountParams } from '#features/accounts/index.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { getConnection } from '../get-connection.ts'
import { connectionSchema, toConnectionView } from '../schemas.ts'

const { account_not_found, account_managed } = accountErrorSpecs

export const showConnectionRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts/:accountId/connection',
  summary: 'Show how a single account is reached; of secrets only whether there is one',
  permission: 'accounts:read',
  reach: 'scoped',
  params: accountParams,
  reply: { status: 200, schema: connectionSchema },
  errors: { connection_not_found: connectionErrorSpecs.connection_not_found, account_not_found, account_managed },
  etag: ({ version }) => String(version),
  handle: async (deps: { readonly db: Db }, { params }) => toConnectionView(await getConnection(deps.db, params.accountId)),
})
