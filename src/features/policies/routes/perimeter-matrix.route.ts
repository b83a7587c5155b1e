import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrors, policyErrorSpecs } from '../errors.ts'
import { findOrganizationUid } from '../queries.ts'
import { loadEstate } from '../what-if/load-estate.ts'
import { perimeterMatrix, PLACES_MAX } from '../what-if/perimeter-matrix.ts'

const decision = z.enum(['allowed', 'denied', 'conditional'])

export const perimeterMatrixRoute = defineRoute({
  method: 'POST',
  path: '/v1/organizations/:org/perimeter-matrix',
  summary: 'Who reaches whom under a perimeter: each place of a principal against each place of a resource',
  permission: 'policies:read',
  reach: 'scoped',
  params: z.strictObject({ org: z.string() }),
  body: z.strictObject({
    document: z.string().min(1).max(100_000),
    form: z.enum(['scp', 'identity']).default('scp'),
    action: z.string().default('s3:PutObject'),
    resourceArn: z.string().default('arn:aws:s3:::some-bucket/key'),
    level: z.enum(['account', 'ou', 'organization']).default('ou'),
  }),
  reply: {
    status: 200,
    schema: z
      .object({
        places: z.array(z.object({ id: z.string(), name: z.string(), path: z.string().nullable() })).readonly(),
        cells: z
          .array(
            z.object({
              principal: z.string(),
              resource: z.string(),
              decision,
              hingesOn: z.array(z.string()).readonly(),
              decidedBy: z
                .array(
                  z.object({
                    layer: z.string(),
                    target: z.string().optional(),
                    policy: z.string(),
                    sid: z.string().optional(),
                    statement: z.number(),
                  }),
                )
                .readonly(),
            }),
          )
          .readonly(),
      })
      .meta({ id: 'PerimeterMatrix' }),
  },
  errors: {
    policy_organization_not_found: policyErrorSpecs.policy_organization_not_found,
    policy_matrix_too_large: policyErrorSpecs.policy_matrix_too_large,
  },
  handle: async (deps: { readonly db: Db }, { params, body }) => {
    const uid = await findOrganizationUid(deps.db, params.org)
    const loaded = uid === undefined ? undefined : await loadEstate(deps.db, uid)
    if (loaded === undefined)
      throw policyErrors.policy_organization_not_found(`No organization "${params.org}" is registered. Give its id (o-…) or its nickname.`)
    const places = [...loaded.estate.nodes.values()].filter(({ kind }) => (kind === 'account') === (body.level === 'account')).length
    if (body.level !== 'organization' && places > PLACES_MAX) {
      throw policyErrors.policy_matrix_too_large(
        `The organization has ${places} places at level "${body.level}"; a matrix holds ${PLACES_MAX}. Ask at a higher level.`,
      )
    }
    return perimeterMatrix(loaded.estate, body)
  },
})
