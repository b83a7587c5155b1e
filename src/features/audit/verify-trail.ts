import type { Checkpoint } from '#platform/audit/checkpoint.ts'
import { readCheckpoints } from '#platform/audit/checkpoint-file.ts'
import { type AuditVerdict, verifyAudit } from '#platform/audit/verify.ts'
import type { AwsDoor, Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { auditErrors } from './errors.ts'
import { sinkNotFound } from './sinks/edit-sink.ts'
import { openSecrets } from './sinks/sink-secrets.ts'
import { findSink } from './sinks/sink-queries.ts'
import { collectCheckpoints } from './stream/checkpoint-objects.collector.ts'
import { openS3 } from './stream/s3-session.ts'

export type VerifyDeps = {
  readonly db: Db
  readonly now: () => Date
  readonly sealer: Sealer
  readonly door: AwsDoor
  readonly auditCheckpoints: string
}
/** Where the checkpoints come from: the caller, the bucket of a sink, or the server's own file. */
export type CheckpointSource =
  | { readonly kind: 'given'; readonly checkpoints: readonly Checkpoint[] }
  | { readonly kind: 'sink'; readonly ref: string }
  | { readonly kind: 'file' }

export type TrailVerdict = AuditVerdict & { readonly unreadableLines: readonly number[]; readonly unreadableObjects: readonly string[] }

/** Verifies the trail against checkpoints of one source; those of a sink must be all that the sink was given. */
export async function verifyTrail(deps: VerifyDeps, source: CheckpointSource, work: Work): Promise<TrailVerdict> {
  const now = deps.now()
  if (source.kind === 'given') {
    const verdict = await verifyAudit(deps.db, { checkpoints: source.checkpoints, now })
    return { ...verdict, unreadableLines: [], unreadableObjects: [] }
  }
  if (source.kind === 'file') {
    const { checkpoints, badLines } = readCheckpoints(deps.auditCheckpoints)
    return { ...(await verifyAudit(deps.db, { checkpoints, now })), unreadableLines: badLines, unreadableObjects: [] }
  }
  const { checkpoints, unreadable, expected } = await fetchFromSink(deps, source.ref, work)
  return { ...(await verifyAudit(deps.db, { checkpoints, expected, now })), unreadableLines: [], unreadableObjects: unreadable }
}

async function fetchFromSink({ db, door, sealer }: VerifyDeps, ref: string, work: Work) {
  const state = await findSink(db, ref)
  if (state === undefined) throw sinkNotFound(ref)
  const { sink, progress } = state
  if (sink.target.kind !== 's3')
    throw auditErrors.audit_checkpoints_unreadable(
      `${sink.name} is a ${sink.target.kind} sink, which Reeve cannot read back. Collect its lines, and give them to: reeve audit verify --directory DIR.`,
    )
  const { externalId } = openSecrets(sealer, sink)
  const session = await openS3(door, { settings: sink.target.settings, externalId }, work)
  if (session.kind !== 'ok') throw auditErrors.audit_checkpoints_unreadable(explainFailure(session))
  const collected = await collectCheckpoints({ door, session: session.value, work }, sink.target.settings)
  if (collected.kind !== 'ok') throw auditErrors.audit_checkpoints_unreadable(explainFailure(collected))
  const { firstCheckpoint: first, checkpointNumber: last } = progress
  return { ...collected.value, expected: last < first ? undefined : { first, last } }
}
