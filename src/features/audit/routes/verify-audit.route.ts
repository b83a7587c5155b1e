import { z } from 'zod'
import { checkpointSchema } from '#platform/audit/checkpoint.ts'
import { auditFindings, type FaultKind } from '#platform/audit/verify.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { auditErrors } from '../errors.ts'
import { type CheckpointSource, verifyTrail, type VerifyDeps } from '../verify-trail.ts'

const kinds = [
  'event_changed',
  'event_missing',
  'chain_broken',
  'tail_dropped',
  'checkpoint_differs',
  'checkpoints_conflict',
  'checkpoint_missing',
  'checkpoint_not_signed',
  'not_sealed',
  'pruned_unaccounted',
] as const satisfies readonly FaultKind[]

const { audit_sink_not_found, audit_checkpoints_unreadable } = auditErrors

export const verifyAuditRoute = defineRoute({
  method: 'POST',
  path: '/v1/audit/verify',
  summary: 'Compute the chain over the audit trail again and compare it with checkpoints kept outside the database',
  permission: 'audit:read',
  body: z
    .strictObject({
      checkpoints: z
        .array(checkpointSchema)
        .max(3_000)
        .optional()
        .describe('Copies that an auditor kept, in the order of their numbers; without them and a sink the server’s own file is used'),
      sink: z.string().min(1).max(100).optional().describe('Id or name of an S3 sink, whose bucket is read'),
    })
    .refine(({ checkpoints, sink }) => checkpoints === undefined || sink === undefined, {
      message: 'Give checkpoints or a sink.',
      params: { rule: 'one_source' },
    }),
  reply: {
    status: 200,
    schema: z
      .object({
        isIntact: z.boolean(),
        findings: z.array(z.enum(auditFindings)).readonly().describe('What the faults come to, the gravest first'),
        sealed: z.number().describe('Positions of the chain'),
        pruned: z.number().describe('Events that retention removed'),
        checkpoints: z.number(),
        vouchedTo: z.number().describe('The newest position that a checkpoint vouches for'),
        faults: z
          .array(z.object({ kind: z.enum(kinds), detail: z.string() }))
          .readonly()
          .describe('At most 100'),
        unreadableLines: z.array(z.number()).readonly().describe('Of the server’s own checkpoint file'),
        unreadableObjects: z.array(z.string()).readonly().describe('Of a sink’s bucket, with the line'),
      })
      .meta({ id: 'AuditVerdict' }),
  },
  errors: { audit_sink_not_found, audit_checkpoints_unreadable },
  handle: (deps: VerifyDeps, { actor, body: { checkpoints, sink }, signal }) => {
    const source: CheckpointSource =
      checkpoints !== undefined ? { kind: 'given', checkpoints } : sink === undefined ? { kind: 'file' } : { kind: 'sink', ref: sink }
    return verifyTrail(deps, source, { actor: actor.id, signal })
  },
})
