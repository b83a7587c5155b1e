import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { readCheckpoints } from '#platform/audit/checkpoint-file.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import type { Db } from '#platform/db/db.ts'
import { listJobs } from '#platform/jobs/job-admin.ts'

export type WatchDeps = {
  readonly db: Db
  readonly now: () => Date
  readonly auditCheckpoints: string
  /** The certificate that this server shows; absent where it shows none. */
  readonly tlsCertFile?: string | undefined
}

type Finding = {
  readonly kind: string
  /** What makes it the same finding the next time. */
  readonly key: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly after?: object
  readonly detail?: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Told once when the first is passed and once more when the last is. */
const expiryWindowsDays = [14, 1] as const
const sinkPatienceMs = 15 * 60_000
const jobsMax = 500
const keptDays = 90

/**
 * Looks for what no change of a row says: jobs that were given up, tokens and certificates near their end, a trail that does not hold or
 * does not get out. Each is told once, and only while somebody asks for its kind, so that whoever asks later still hears of it.
 */
export async function watch(deps: WatchDeps): Promise<number> {
  const findings = [
    ...(await failedJobs(deps)),
    ...(await expiringTokens(deps)),
    ...(await expiringCertificate(deps)),
    ...(await failingSinks(deps)),
    ...(await brokenTrail(deps)),
  ]
  let told = 0
  for (const finding of findings) if (await tell(deps, finding)) told += 1
  const old = new Date(deps.now().getTime() - keptDays * dayMs)
  await deps.db.deleteFrom('notification_told').where('at', '<', old).execute()
  return told
}

async function tell({ db, now }: WatchDeps, { kind, key, subjectKind, subjectId, after, detail }: Finding): Promise<boolean> {
  const at = now()
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      insert into notification_told (kind, key, at) select ${kind}, ${key}, ${at} where notification_wanted(${kind})
      on conflict do nothing returning 1 as told`.execute(tx)
    if (rows.length === 0) return false
    await tx
      .insertInto('notification_outbox')
      .values({
        kind,
        subject_kind: subjectKind,
        subject_id: subjectId,
        after: after === undefined ? null : JSON.stringify(after),
        detail: detail ?? null,
        at,
      })
      .execute()
    return true
  })
}

/** Failures of the last day: the jobs of a longer outage are in the list of jobs. */
async function failedJobs({ db, now }: WatchDeps): Promise<Finding[]> {
  const since = new Date(now().getTime() - dayMs)
  const failed = await listJobs(db, { state: 'failed', limit: jobsMax })
  return failed
    .filter(({ completedAt }) => completedAt !== null && completedAt >= since)
    .map(({ id, name, error, attempt }) => ({
      kind: 'job.failed',
      key: id,
      subjectKind: 'job',
      subjectId: name,
      after: { id, attempt },
      ...(error !== null && { detail: error }),
    }))
}

async function expiringTokens({ db, now }: WatchDeps): Promise<Finding[]> {
  const at = now()
  const soonest = new Date(at.getTime() + expiryWindowsDays[0] * dayMs)
  const { rows } = await sql<{ id: string; name: string; expiresAt: Date; what: string }>`
    select id, name, expires_at as "expiresAt", 'token' as what from api_token
      where revoked_at is null and expires_at between ${new Date(at.getTime() - 7 * dayMs)} and ${soonest}
    union all
    select t.id, c.name, t.expires_at, 'scim-token' from scim_token t join scim_connection c on c.id = t.connection_id
      where t.revoked_at is null and t.expires_at between ${new Date(at.getTime() - 7 * dayMs)} and ${soonest}
    order by "expiresAt", id`.execute(db)
  return rows.map(({ id, name, expiresAt, what }) => ({
    kind: expiresAt <= at ? 'token.expired' : 'token.expiring',
    key: `${id}:${windowOf(expiresAt, at)}`,
    subjectKind: what,
    subjectId: name,
    after: { expiresAt: expiresAt.toISOString() },
  }))
}

/** A file that cannot be read says nothing here: the server itself would not start with it. */
async function expiringCertificate({ tlsCertFile, now }: WatchDeps): Promise<Finding[]> {
  if (tlsCertFile === undefined) return []
  const pem = await readFile(tlsCertFile, 'utf8').catch(() => undefined)
  if (pem === undefined) return []
  const { validTo, subject, fingerprint256 } = new X509Certificate(pem)
  const [at, expiresAt] = [now(), new Date(validTo)]
  if (expiresAt.getTime() - at.getTime() > expiryWindowsDays[0] * dayMs) return []
  return [
    {
      kind: 'certificate.expiring',
      key: `${fingerprint256}:${windowOf(expiresAt, at)}`,
      subjectKind: 'certificate',
      subjectId: subject.replaceAll('\n', ', '),
      after: { expiresAt: expiresAt.toISOString() },
    },
  ]
}

function windowOf(expiresAt: Date, at: Date): string {
  const left = expiresAt.getTime() - at.getTime()
  if (left <= 0) return 'over'
  return String(expiryWindowsDays.findLast((days) => left <= days * dayMs) ?? expiryWindowsDays[0])
}

/** One telling per outage: the last success is what tells outages apart. */
async function failingSinks({ db, now }: WatchDeps): Promise<Finding[]> {
  const patient = new Date(now().getTime() - sinkPatienceMs)
  const { rows } = await sql<{ id: string; name: string; since: Date | null; failures: number; error: string | null }>`
    select s.id, s.name, p.last_success_at as since, p.failures, p.last_error as error
    from audit_sink s join audit_sink_progress p on p.sink_id = s.id
    where s.is_enabled and p.failures > 0 and coalesce(p.last_success_at, s.created_at) < ${patient} order by s.name`.execute(db)
  return rows.map(({ id, name, since, failures, error }) => ({
    kind: 'audit.sink_failing',
    key: `${id}:${since?.toISOString() ?? 'never'}`,
    subjectKind: 'audit-sink',
    subjectId: name,
    after: { failures, lastSuccessAt: since?.toISOString() ?? null },
    ...(error !== null && { detail: error }),
  }))
}

/** Once a day, because the whole chain is computed again; while it stays broken, told every day. */
async function brokenTrail({ db, now, auditCheckpoints }: WatchDeps): Promise<Finding[]> {
  const day = now().toISOString().slice(0, 10)
  const { rows } = await sql`
    insert into notification_told (kind, key, at) select 'audit.verified', ${day}, ${now()} where notification_wanted('audit.chain_broken')
    on conflict do nothing returning 1`.execute(db)
  if (rows.length === 0) return []
  const { isIntact, faults } = await verifyAudit(db, { checkpoints: readCheckpoints(auditCheckpoints).checkpoints, now: now() })
  if (isIntact) return []
  return [
    {
      kind: 'audit.chain_broken',
      key: day,
      subjectKind: 'audit',
      subjectId: 'trail',
      after: { faults: faults.length },
      detail: faults
        .slice(0, 3)
        .map(({ kind, detail }) => `${kind}: ${detail}`)
        .join('; '),
    },
  ]
}
