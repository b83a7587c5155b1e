import { z } from 'zod'
import { holdsEverywhere } from '#platform/auth/actor.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrorSpecs } from '../errors.ts'
import { whatIf, type WhatIfDeps } from '../what-if/what-if.ts'

const policyId = z.string().regex(/^p-[0-9a-zA-Z_]{8,128}$/, 'A policy id is written p-….')
const targetId = z
  .string()
  .regex(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|\d{12})$/, 'A target is a root (r-…), an OU (ou-…) or an account id.')
const type = z.enum(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'])
const document = z.string().min(1).max(100_000)

const edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attach'), policyId, targetId }),
  z.strictObject({
    kind: z.literal('attach_new'),
    type: type.default('SERVICE_CONTROL_POLICY'),
    name: z.string().default('new policy'),
    document,
    targetId,
  }),
  z.strictObject({ kind: z.literal('detach'), policyId, targetId }),
  z.strictObject({ kind: z.literal('replace'), policyId, withPolicyId: policyId, targetId }),
  z.strictObject({ kind: z.literal('edit'), policyId, document }),
  z.strictObject({ kind: z.literal('move_account'), accountId: targetId, toParentId: targetId }),
  z.strictObject({ kind: z.literal('move_ou'), ouId: targetId, toParentId: targetId }),
])

const state = z.enum(['allowed', 'denied', 'conditional', 'unknown'])
const counts = z.object({ allowed: z.number(), denied: z.number(), conditional: z.number(), unknown: z.number() })
const strings = z.array(z.string()).readonly()
const prediction = z.object({
  type,
  accounts: z.number(),
  unaffected: z.number(),
  unknown: strings.describe('Accounts of which nothing can be told'),
  groups: z
    .array(
      z.object({
        accountIds: strings,
        before: counts,
        after: counts,
        changes: z
          .array(
            z.object({
              service: z.string(),
              from: state,
              to: state,
              level: z.string().optional(),
              keys: strings,
              statements: strings,
              actions: strings,
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
})
const quota = z.object({
  targetId: z.string(),
  type,
  slots: z.number(),
  slotsMax: z.number(),
  charactersMax: z.number(),
  exceeded: strings,
  policies: z.array(z.object({ policyId: z.string(), name: z.string(), characters: z.number().nullable(), owner: z.string() })).readonly(),
})
const statement = z.object({
  layer: z.string(),
  target: z.string().optional(),
  policy: z.string(),
  sid: z.string().optional(),
  statement: z.number(),
})

export const whatIfRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/what-if',
  summary: 'Predict what attaching, detaching, editing a policy or moving an account or OU would change',
  permission: 'policies:read',
  reach: 'scoped',
  params: z.strictObject({ org: z.string() }),
  body: z.strictObject({ edit }),
  reply: {
    status: 200,
    schema: z
      .object({
        organizationId: z.string(),
        predictions: z.array(prediction).readonly(),
        quotas: z.array(quota).readonly(),
        cutOffs: z
          .array(
            z.object({
              accountId: z.string(),
              action: z.string(),
              certainty: z.enum(['certain', 'possible']),
              keys: strings,
              statements: z.array(statement).readonly(),
            }),
          )
          .readonly()
          .describe('What Reeve itself could no longer do'),
        isRefused: z.boolean().describe('The edit would certainly cut Reeve off'),
        notes: strings.describe('What the prediction leaves out, one sentence each'),
      })
      .meta({ id: 'WhatIf' }),
  },
  errors: {
    policy_organization_not_found: policyErrorSpecs.policy_organization_not_found,
    policy_edit_refused: policyErrorSpecs.policy_edit_refused,
  },
  handle: async (deps: WhatIfDeps, { actor, params, body, signal }) => ({
    ...(await whatIf(deps, { org: params.org, edit: body.edit, signal })),
    notes: holdsEverywhere(actor, 'policies:read')
      ? []
      : ['Only accounts within your reach are counted; the edit may change others, and AWS may refuse it for what lies beyond your reach.'],
  }),
})
