import { defineRoute } from '#platform/http/define-route.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { accountForm, reportSchema, toReportView } from '../schemas.ts'
import { testNewAccount, type TestDeps } from '../test-connection.ts'

export const testNewAccountRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/test',
  summary: 'Try a single account against AWS without storing anything',
  permission: 'accounts:write',
  wholeEstate: 'It tells whether any account is connected or managed already.',
  body: accountForm,
  reply: { status: 200, schema: reportSchema },
  errors: { connection_invalid: connectionErrorSpecs.connection_invalid },
  handle: async (deps: TestDeps, { actor, body, signal, requestId }) =>
    toReportView(await testNewAccount(deps, actor, { input: body, signal, requestId })),
})
