import { z } from 'zod'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import type { ConnectionDoor } from '../check-connection.ts'
import { callerSchema, toCallerView } from '../schemas.ts'

const reply = z
  .object({ caller: callerSchema.nullable(), detail: z.string().describe('The line for people, or why the caller is not known') })
  .meta({ id: 'Caller' })

export const showCallerRoute = defineRoute({
  method: 'GET',
  path: '/v1/caller',
  summary: 'Whom Reeve runs as in AWS, by which credentials, and until when',
  permission: 'accounts:read',
  wholeEstate: 'It names the account that Reeve itself runs in.',
  reply: { status: 200, schema: reply },
  errors: {},
  handle: async ({ door }: { readonly door: ConnectionDoor }, { actor, signal }) => {
    const found = await door.describeCaller({ kind: 'default' }, { actor: actor.id, signal })
    if (found.kind !== 'ok') return { caller: null, detail: explainFailure(found) }
    return { caller: toCallerView(found.value), detail: found.value.text }
  },
})
