import { sql } from 'kysely'
import { type SealedFacts, sealedColumns } from '#platform/audit/chain.ts'
import type { NumberedCheckpoint } from '#platform/audit/checkpoint.ts'
import { listCheckpoints } from '#platform/audit/checkpoint-store.ts'
import type { Db } from '#platform/db/db.ts'
import type { SinkState } from '../sinks/sink-queries.ts'

/** One event or checkpoint as it leaves: `facts` say what a syslog header needs, `text` is one line of JSON. */
export type Line = {
  readonly kind: 'event' | 'checkpoint' | 'test'
  /** Seal position of an event, number of a checkpoint. */
  readonly sequence: number
  readonly at: string
  readonly action: string
  readonly result: string
  readonly text: string
}

/** What is sent next, in order, and where the sink stands afterwards. */
export type Batch = { readonly lines: readonly Line[]; readonly eventPosition: number; readonly checkpointNumber: number }

const eventsMax = 500
const checkpointsMax = 1_000
/** Characters of one batch: what collectors commonly take in one request. */
const charactersMax = 900_000

/**
 * The next lines for a sink. Events first, in the order of their seals; then checkpoints of what was sent, so that whoever receives both can
 * check each as it comes. Empty when nothing waits.
 */
export async function readBatch(db: Db, { sink, progress }: SinkState): Promise<Batch> {
  const { eventPosition, checkpointNumber } = progress
  if (sink.sendsEvents) {
    const events = await readEvents(db, eventPosition)
    if (events.position > eventPosition) return { lines: events.lines, eventPosition: events.position, checkpointNumber }
  }
  if (!sink.sendsCheckpoints) return { lines: [], eventPosition, checkpointNumber }
  const checkpoints = await listCheckpoints(db, {
    after: checkpointNumber,
    limit: checkpointsMax,
    ...(sink.sendsEvents && { positionMax: eventPosition }),
  })
  return { lines: checkpoints.map(lineOfCheckpoint), eventPosition, checkpointNumber: checkpoints.at(-1)?.number ?? checkpointNumber }
}

type EventRow = Partial<SealedFacts> & {
  readonly position: number
  readonly event_hash: Buffer
  readonly chain_hash: Buffer
}

async function readEvents(db: Db, after: number): Promise<{ readonly lines: Line[]; readonly position: number }> {
  const { rows } = await sql<EventRow>`
    select s.position, s.event_hash, s.chain_hash, ${sealedColumns}
    from audit_seal s left join audit_event e on e.id = s.event_id where s.position > ${after} order by s.position limit ${eventsMax}`.execute(
    db,
  )
  const lines: Line[] = []
  let [position, characters] = [after, 0]
  for (const row of rows) {
    const line = lineOfEvent(row)
    if (characters > 0 && characters + line.text.length > charactersMax) break
    lines.push(line)
    characters += line.text.length
    position = row.position
  }
  return { lines, position }
}

/** With the hashes, so that a collection of lines can be checked without Reeve. What retention removed leaves its place, so that no gap is taken for a loss. */
function lineOfEvent({ position, event_hash: eventHash, chain_hash: chainHash, ...facts }: EventRow): Line {
  const { id, at, before, after, ...rest } = facts
  const hashes = { eventHash: eventHash.toString('hex'), chainHash: chainHash.toString('hex') }
  if (id === undefined || id === null || at === undefined) {
    const text = JSON.stringify({ type: 'event', position, removedByRetention: true, ...hashes })
    return { kind: 'event', sequence: position, at: new Date(0).toISOString(), action: 'audit.pruned', result: 'done', text }
  }
  const event = { type: 'event', position, id: Number(id), at: `${at}Z`, ...rest, before: parsed(before), after: parsed(after), ...hashes }
  return {
    kind: 'event',
    sequence: position,
    at: `${at}Z`,
    action: rest.action ?? '',
    result: rest.result ?? 'done',
    text: JSON.stringify(event),
  }
}

function parsed(text: string | null | undefined): unknown {
  return text === null || text === undefined ? null : JSON.parse(text)
}

export function lineOfCheckpoint(checkpoint: NumberedCheckpoint): Line {
  return {
    kind: 'checkpoint',
    sequence: checkpoint.number,
    at: checkpoint.at,
    action: 'audit.checkpoint',
    result: 'done',
    text: JSON.stringify({ type: 'checkpoint', ...checkpoint }),
  }
}

export function testLine(sinkName: string, at: Date): Line {
  const text = JSON.stringify({ type: 'test', at: at.toISOString(), sink: sinkName, detail: 'Reeve tests this sink; nothing happened.' })
  return { kind: 'test', sequence: 1, at: at.toISOString(), action: 'audit.test', result: 'done', text }
}
