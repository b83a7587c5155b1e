import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import type { ConnectionDoor } from '../check-connection.ts'
import { connectionErrorSpecs } from '../errors.ts'
import { preparationRequest, prepareAccount } from '../prepare-account.ts'

const reply = z
  .object({
    externalId: z.string().describe('Generated for this account and shown now only'),
    roleArn: z.string(),
    hostingAccountId: z.string(),
    trustPolicy: z.unknown(),
    permissionsPolicy: z.unknown(),
    files: z.array(z.object({ name: z.string(), purpose: z.string(), content: z.string() })).readonly(),
  })
  .meta({ id: 'AccountPreparation' })

export const prepareAccountRoute = defineRoute({
  method: 'POST',
  path: '/v1/accounts/prepare',
  summary: 'Generate an ExternalId, and the policies of a role for a single account; nothing is stored',
  permission: 'accounts:write',
  wholeEstate: 'It names the account that Reeve itself runs in, and the account to come is in nobody’s scope yet.',
  body: preparationRequest,
  reply: { status: 200, schema: reply },
  errors: { connection_caller_unavailable: connectionErrorSpecs.connection_caller_unavailable },
  handle: (deps: { readonly door: ConnectionDoor }, { actor, body, signal }) => prepareAccount(deps, body, { actor: actor.id, signal }),
})
