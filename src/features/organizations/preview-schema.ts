import { z } from 'zod'

const inclusion = z.enum(['imported', 'excluded_prefix', 'excluded_scope', 'suspended', 'unknown'])

/** Reply of both previews. */
export const previewSchema = z
  .object({
    organizationId: z.string(),
    source: z.enum(['aws', 'estate']),
    counts: z.object({
      imported: z.number(),
      excluded_prefix: z.number(),
      excluded_scope: z.number(),
      suspended: z.number(),
      unknown: z.number(),
    }),
    changes: z.number(),
    accounts: z
      .array(
        z.object({
          accountId: z.string(),
          name: z.string(),
          state: z.string(),
          inclusion,
          reason: z.string(),
          current: z.string().nullable(),
          isManagementAccount: z.boolean(),
          pathIds: z.string().nullable().describe('`o-…/r-…/ou-…/`; null where the place is unknown'),
        }),
      )
      .readonly(),
    organizationalUnits: z
      .array(z.object({ id: z.string(), parentId: z.string().nullable().describe('null: a root'), name: z.string() }))
      .readonly()
      .nullable()
      .describe('null: not asked for, or not readable'),
  })
  .meta({ id: 'OrganizationPreview' })
