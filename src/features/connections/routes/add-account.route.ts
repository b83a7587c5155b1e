import { accountErrorSpecs } from '#features/accounts/index.ts'
import { badgeErrorSpecs } from '#features/badges/index.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { addAccount, type AddAccountDeps } from '../add-account.ts'
import { checkErrorSpecs, connectionErrorSpecs } from '../errors.ts'
import { accountForm, savedConnectionSchema, toSavedView } from '../schemas.ts'

export const addAccountRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts',
  summary: 'Connect a single account: check it against AWS, store it',
  permission: 'accounts:write',
  wholeEstate: 'An account to come is in nobody’s scope yet.',
  body: accountForm,
  reply: { status: 201, schema: savedConnectionSchema },
  errors: {
    ...checkErrorSpecs,
    account_already_connected: connectionErrorSpecs.account_already_connected,
    account_managed: accountErrorSpecs.account_managed,
    badge_bounds_people: badgeErrorSpecs.badge_bounds_people,
  },
  handle: async (deps: AddAccountDeps, { actor, body, signal, requestId }) =>
    toSavedView(await addAccount(deps, actor, { input: body, signal, requestId })),
})
