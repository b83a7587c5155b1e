import { z } from 'zod'
import { checkpointSchema } from '#platform/audit/checkpoint.ts'
import { readCheckpoints } from '#platform/audit/checkpoint-file.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'

const kinds = [
  'event_changed',
  'event_missing',
  'chain_broken',
  'tail_dropped',
  'checkpoint_differs',
  'checkpoint_not_signed',
  'not_sealed',
  'pruned_unaccounted',
] as const

export const verifyAuditRoute = defineRoute({
  method: 'POST',
  path: '/v1/audit/verify',
  summary: 'Compute the chain over the audit trail again and compare it with checkpoints kept outside the database',
  permission: 'audit:read',
  wholeEstate: 'The chain runs through the events of everything.',
  body: z.strictObject({
    checkpoints: z
      .array(checkpointSchema)
      .max(5_000)
      .optional()
      .describe('Copies that an auditor kept; without them the server’s own file is used'),
  }),
  reply: {
    status: 200,
    schema: z
      .object({
        isIntact: z.boolean(),
        sealed: z.number().describe('Positions of the chain'),
        pruned: z.number().describe('Events that retention removed'),
        checkpoints: z.number(),
        vouchedTo: z.number().describe('The newest position that a checkpoint vouches for'),
        faults: z
          .array(z.object({ kind: z.enum(kinds), detail: z.string() }))
          .readonly()
          .describe('At most 100'),
        unreadableLines: z.array(z.number()).describe('Of the server’s own checkpoint file'),
      })
      .meta({ id: 'AuditVerdict' }),
  },
  errors: {},
  handle: async (deps: { readonly db: Db; readonly now: () => Date; readonly auditCheckpoints: string }, { body }) => {
    const kept = body.checkpoints === undefined ? readCheckpoints(deps.auditCheckpoints) : { checkpoints: body.checkpoints, badLines: [] }
    const verdict = await verifyAudit(deps.db, { checkpoints: kept.checkpoints, now: deps.now() })
    return { ...verdict, unreadableLines: kept.badLines }
  },
})
