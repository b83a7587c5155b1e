import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { sinkReply, toSinkReply } from './sinks/sink.ts'
import { findLag, type SinkState } from './sinks/sink-queries.ts'

/** `:sink` of every path. */
export const sinkParams = z.strictObject({ sink: z.string().min(1).max(100).describe('Id or name of the sink') })

export const sinkStateReply = sinkReply
  .extend({
    eventsBehind: z.number().describe('Events that are sealed and not sent yet'),
    checkpointsBehind: z.number(),
    oldestWaitingAt: z.date().nullable().describe('Since when the oldest of them waits: the lag'),
    failures: z.number().describe('In a row'),
    nextAttemptAt: z.date().nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: z.date().nullable(),
    lastSuccessAt: z.date().nullable(),
  })
  .meta({ id: 'AuditSinkState' })

/** A sink with how far behind it is and what it last said. */
export async function toSinkState(db: Db, state: SinkState): Promise<z.input<typeof sinkStateReply>> {
  const { failures, nextAttemptAt, lastError, lastErrorAt, lastSuccessAt } = state.progress
  return { ...toSinkReply(state.sink), ...(await findLag(db, state)), failures, nextAttemptAt, lastError, lastErrorAt, lastSuccessAt }
}
