import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { diffKit, kitVersion } from '../kit/permissions.ts'

const permission = z.object({
  action: z.string(),
  role: z.enum(['organization', 'member', 'caller']),
  need: z.enum(['required', 'optional']),
  access: z.enum(['read', 'write']),
  since: z.number(),
  why: z.string(),
})

export const diffKitRoute = defineRoute({
  method: 'GET',
  path: '/v1/organizations/kit/changes',
  summary: 'List what the installed kit adds to an older one',
  permission: 'organizations:read',
  reach: 'scoped',
  query: z.strictObject({ from: z.coerce.number().int().min(0).max(kitVersion).describe('Kit version that the roles carry; 0 for none') }),
  reply: {
    status: 200,
    schema: z.object({ from: z.number(), to: z.number(), added: z.array(permission).readonly() }).meta({ id: 'OrganizationKitDiff' }),
  },
  errors: {},
  handle: async (_deps: object, { query }) => diffKit(query.from),
})
