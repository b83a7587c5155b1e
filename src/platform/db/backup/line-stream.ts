import type { Readable, Writable } from 'node:stream'
import type { BackupLine, LineSink } from './backup-format.ts'

/** A sink that waits while the stream is full, and fails once the stream is closed instead of waiting for ever. */
export function sinkTo(stream: Writable, encode: (lines: readonly BackupLine[]) => unknown): LineSink {
  return async (lines) => {
    if (stream.destroyed) throw stream.errored ?? new Error('The other end of the copy has stopped')
    if (stream.write(encode(lines))) return
    await new Promise<void>((resolve) => {
      const proceed = () => {
        stream.off('drain', proceed).off('close', proceed)
        resolve()
      }
      stream.on('drain', proceed).on('close', proceed)
    })
  }
}

/** The lines of a stream of objects, each of which is an array of lines. */
export async function* readLines(stream: Readable): AsyncGenerator<BackupLine> {
  for await (const lines of stream as AsyncIterable<readonly BackupLine[]>) yield* lines
}
