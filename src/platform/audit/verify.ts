import { type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { chainStart, hashEvent, hashLink, sealedColumns, type SealedFacts } from './chain.ts'
import { type Checkpoint, isSigned, listPublicKeys } from './checkpoint.ts'
import type { Db, Tx } from '../db/db.ts'

export type AuditFault = { readonly kind: FaultKind; readonly detail: string }
export type FaultKind =
  | 'event_changed'
  | 'event_missing'
  | 'chain_broken'
  | 'tail_dropped'
  | 'checkpoint_differs'
  | 'checkpoints_conflict'
  | 'checkpoint_missing'
  | 'checkpoint_not_signed'
  | 'not_sealed'
  | 'pruned_unaccounted'

/** What the faults come to, the gravest first. */
export type AuditFinding = (typeof auditFindings)[number]
export const auditFindings = ['rewritten', 'truncated', 'tampered', 'checkpoints_incomplete'] as const

const findingOf: Readonly<Record<FaultKind, AuditFinding>> = {
  checkpoint_differs: 'rewritten',
  checkpoints_conflict: 'rewritten',
  tail_dropped: 'truncated',
  event_changed: 'tampered',
  event_missing: 'tampered',
  chain_broken: 'tampered',
  not_sealed: 'tampered',
  pruned_unaccounted: 'tampered',
  checkpoint_missing: 'checkpoints_incomplete',
  checkpoint_not_signed: 'checkpoints_incomplete',
}

export type AuditVerdict = {
  readonly isIntact: boolean
  readonly findings: readonly AuditFinding[]
  readonly sealed: number
  readonly pruned: number
  readonly checkpoints: number
  /** The newest position that a checkpoint vouches for: what came later is proved by the chain alone. */
  readonly vouchedTo: number
  readonly faults: readonly AuditFault[]
}

/** Faults told at most: after that an auditor knows enough. */
const faultsMax = 100
const batchSeals = 5_000
/** The sealer needs seconds; an event this old without a seal was put in around it, or nothing seals. */
const sealLagMs = 60_000

export type Evidence = {
  readonly checkpoints: readonly Checkpoint[]
  /** Numbers of the first and last checkpoint that the collection was given, where that is known. */
  readonly expected?: { readonly first: number; readonly last: number } | undefined
  readonly now: Date
}

/**
 * Computes the whole chain again from the events themselves and compares it with checkpoints kept outside. A changed, removed, added or
 * reordered event is found by the chain; a chain made anew, and a dropped tail, by the checkpoints. One snapshot, so that sealing may go on.
 */
export async function verifyAudit(db: Db, { checkpoints, expected, now }: Evidence): Promise<AuditVerdict> {
  const keys = await listPublicKeys(db)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const faults: AuditFault[] = []
      const tell = (kind: FaultKind, detail: string): void => {
        if (faults.length < faultsMax) faults.push({ kind, detail })
      }
      const genuine = checkpoints.filter((checkpoint) => checkSignature(checkpoint, keys, tell))
      checkCollection(genuine, expected, tell)
      const { sealed, pruned } = await walkChain(tx, genuine, tell)
      await checkPruned(tx, pruned, tell)
      await checkUnsealed(tx, now, tell)
      const vouchedTo = genuine.reduce((newest, { position }) => Math.max(newest, position), 0)
      const findings = auditFindings.filter((finding) => faults.some(({ kind }) => findingOf[kind] === finding))
      return { isIntact: faults.length === 0, findings, sealed, pruned, checkpoints: checkpoints.length, vouchedTo, faults }
    })
}

type Tell = (kind: FaultKind, detail: string) => void

/** Two that the same key signed for one place prove that it signed two histories; numbers without a gap, that none was taken out. */
function checkCollection(checkpoints: readonly Checkpoint[], expected: Evidence['expected'], tell: Tell): void {
  const byPosition = Map.groupBy(checkpoints, ({ position }) => position)
  for (const [position, several] of byPosition)
    if (new Set(several.map(({ chainHash }) => chainHash)).size > 1)
      tell('checkpoints_conflict', `Of position ${position} there are checkpoints, all of them signed, that say different things.`)
  const numbers = [...new Set(checkpoints.flatMap(({ number }) => number ?? []))].toSorted((left, right) => left - right)
  const ends =
    expected === undefined ? numbers : [expected.first - 1, ...numbers.filter((number) => number >= expected.first), expected.last + 1]
  for (const [index, number] of ends.entries()) {
    const next = ends[index + 1]
    if (next !== undefined && next > number + 1)
      tell(
        'checkpoint_missing',
        `Checkpoint${next === number + 2 ? '' : 's'} ${range(number + 1, next - 1)} should be in the collection and ${next === number + 2 ? 'is' : 'are'} not.`,
      )
  }
}

function range(first: number, last: number): string {
  return first === last ? `${first}` : `${first} to ${last}`
}

function checkSignature(checkpoint: Checkpoint, keys: ReadonlyMap<string, KeyObject>, tell: Tell): boolean {
  const key = keys.get(checkpoint.keyId)
  if (key !== undefined && isSigned(checkpoint, key)) return true
  const why = key === undefined ? `its key ${checkpoint.keyId} is not in this database` : 'its signature does not fit'
  tell('checkpoint_not_signed', `The checkpoint of position ${checkpoint.position}: ${why}.`)
  return false
}

type SealRow = Partial<SealedFacts> & {
  readonly position: number
  readonly eventId: number
  readonly eventHash: Buffer
  readonly chainHash: Buffer
  readonly prunedAt: Date | null
}

async function walkChain(tx: Tx, checkpoints: readonly Checkpoint[], tell: Tell): Promise<{ sealed: number; pruned: number }> {
  const due = Map.groupBy(checkpoints, ({ position }) => position)
  let [position, chainHash, pruned] = [0, chainStart, 0]
  for (;;) {
    const rows = await readSeals(tx, position)
    for (const row of rows) {
      if (row.position !== position + 1) tell('chain_broken', `Positions ${position + 1} to ${row.position - 1} are missing.`)
      if (row.prunedAt !== null) pruned += 1
      checkEvent(row, tell)
      chainHash = hashLink(chainHash, row.position, row.eventHash)
      if (!chainHash.equals(row.chainHash))
        tell('chain_broken', `The link at position ${row.position} does not follow from the one before.`)
      // Go on from what is stored, so that one fault is told once and not for every later link.
      chainHash = row.chainHash
      position = row.position
      for (const checkpoint of due.get(position) ?? [])
        if (checkpoint.chainHash !== row.chainHash.toString('hex'))
          tell('checkpoint_differs', `At position ${position} the chain is not what was signed at ${checkpoint.at}.`)
    }
    if (rows.length < batchSeals) break
  }
  const beyond = checkpoints.filter((checkpoint) => checkpoint.position > position)
  for (const checkpoint of beyond)
    tell('tail_dropped', `A checkpoint of ${checkpoint.at} vouches for position ${checkpoint.position}, and the chain ends at ${position}.`)
  return { sealed: position, pruned }
}

async function readSeals(tx: Tx, after: number): Promise<SealRow[]> {
  const { rows } = await sql<SealRow>`
    select s.position, s.event_id as "eventId", s.event_hash as "eventHash", s.chain_hash as "chainHash", s.pruned_at as "prunedAt", ${sealedColumns}
    from audit_seal s left join audit_event e on e.id = s.event_id where s.position > ${after} order by s.position limit ${batchSeals}`.execute(
    tx,
  )
  return rows
}

function checkEvent(row: SealRow, tell: Tell): void {
  if (row.id === null || row.id === undefined) {
    if (row.prunedAt === null)
      tell('event_missing', `Event ${row.eventId} at position ${row.position} is gone, and no retention removed it.`)
  } else if (!hashEvent(row as SealedFacts).equals(row.eventHash)) {
    tell('event_changed', `Event ${row.eventId} at position ${row.position} is not what was sealed.`)
  }
}

/** What retention removed, it has said so in the trail: marking a seal is not enough to make an event vanish. */
async function checkPruned(tx: Tx, pruned: number, tell: Tell): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum((after ->> 'events')::bigint), 0)::bigint as count from audit_event where action = 'audit.pruned'`.execute(tx)
  const accounted = rows[0]?.count ?? 0
  if (accounted !== pruned)
    tell('pruned_unaccounted', `${pruned} events are marked as removed by retention, and the trail tells of ${accounted}.`)
}

async function checkUnsealed(tx: Tx, now: Date, tell: Tell): Promise<void> {
  const { rows } = await sql<{ id: number; count: number }>`
    select min(e.id) as id, count(*) as count from audit_event e
    where e.at < ${new Date(now.getTime() - sealLagMs)} and not exists (select 1 from audit_seal s where s.event_id = e.id)`.execute(tx)
  const [found] = rows
  if (found !== undefined && found.count > 0)
    tell('not_sealed', `${found.count} events older than a minute have no seal, from event ${found.id} on.`)
}
