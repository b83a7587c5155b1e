import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Text that is written while it is read, line by line, for replies too long to hold. */
export type LineType = 'text/csv' | 'application/jsonl'
const lineTypes: readonly LineType[] = ['text/csv', 'application/jsonl']

/** The one of the offered types that the caller names in `Accept`; JSON is what everybody else gets. */
export function acceptedLineType(accept: string | undefined, offered: readonly string[]): LineType | undefined {
  const asked = (accept ?? '').split(',').map((range) => range.split(';')[0]?.trim().toLowerCase())
  return lineTypes.find((type) => offered.includes(type) && asked.includes(type))
}

/**
 * A body that `run` fills for as long as somebody reads it; a slow reader slows it down. What fails on the way breaks the connection off, so
 * that half an answer is not taken for a whole one.
 */
export function lineStream(run: (write: (lines: AsyncIterable<string>) => Promise<void>) => Promise<void>, signal: AbortSignal): Readable {
  const body = new PassThrough()
  void run((lines) => pipeline(Readable.from(lines), body, { signal })).catch((error: unknown) =>
    body.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  return body
}
