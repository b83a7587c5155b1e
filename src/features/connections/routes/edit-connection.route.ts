import { accountErrorSpecs, accountParams } from '#features/accounts/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { editConnection, type EditConnectionDeps } from '../edit-connection.ts'
import { checkErrorSpecs, connectionErrorSpecs } from '../errors.ts'
import { connectionEdit, savedConnectionSchema, toSavedView } from '../schemas.ts'

const { account_not_found, account_managed } = accountErrorSpecs

export const editConnectionRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/accounts/:accountId/connection',
  summary: 'Change name, strategy, or all credentials together, of a single account',
  permission: 'accounts:write',
  wholeEstate: 'It tries the connection with credentials of Reeve’s own and says whose they are.',
  params: accountParams,
  body: connectionEdit,
  reply: { status: 200, schema: savedConnectionSchema },
  errors: { ...checkErrorSpecs, connection_not_found: connectionErrorSpecs.connection_not_found, account_not_found, account_managed },
  etag: ({ connection }) => String(connection.version),
  handle: async (deps: EditConnectionDeps, { actor, params: { accountId }, body, signal, requestId, ifMatch }) => {
    const request = { accountId, input: body, signal, requestId, ...(ifMatch !== undefined && { ifMatch }) }
    return toSavedView(await editConnection(deps, actor, request))
  },
})
