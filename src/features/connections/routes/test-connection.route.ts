import { accountErrorSpecs, accountParams } from '#features/accounts/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { connectionEdit, reportSchema, toReportView } from '../schemas.ts'
import { testConnection, type TestDeps } from '../test-connection.ts'

const { account_not_found, account_managed } = accountErrorSpecs
const { connection_invalid, connection_not_found } = connectionErrorSpecs

export const testConnectionRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/:accountId/test',
  summary: 'Try the connection of a single account now, or what an edit would make of it; stores nothing',
  permission: 'accounts:write',
  wholeEstate: 'It tries the connection with credentials of Reeve’s own and says whose they are.',
  params: accountParams,
  body: connectionEdit,
  reply: { status: 200, schema: reportSchema },
  errors: { connection_invalid, connection_not_found, account_not_found, account_managed },
  handle: async (deps: TestDeps, { actor, params, body, signal, requestId }) =>
    toReportView(await testConnection(deps, actor, { accountId: params.accountId, input: body, signal, requestId })),
})
