import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Checkpoint, checkpointSchema } from './checkpoint.ts'

const sentSchema = checkpointSchema.extend({ type: z.literal('checkpoint').optional() })
const newline = 10

/** One line per checkpoint, in a file that belongs where the database's administrators cannot reach. */
export function appendCheckpoint(file: string, checkpoint: Checkpoint): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o755 })
  // A line that a crash tore must not swallow this one.
  const isTorn = existsSync(file) && lastByte(file) !== newline
  appendFileSync(file, `${isTorn ? '\n' : ''}${JSON.stringify(checkpoint)}\n`, { mode: 0o644 })
}

/** A newline for an empty file, which tears nothing. Reads one byte, however long the file is. */
function lastByte(file: string): number | undefined {
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const byte = Buffer.alloc(1)
    return size > 0 && readSync(handle, byte, 0, 1, size - 1) === 1 ? byte[0] : newline
  } finally {
    closeSync(handle)
  }
}

/** Every checkpoint of a file. A line that is none, such as the torn last one of a crash, is told by its number. */
export function readCheckpoints(file: string): { readonly checkpoints: Checkpoint[]; readonly badLines: number[] } {
  if (!existsSync(file)) return { checkpoints: [], badLines: [] }
  const checkpoints: Checkpoint[] = []
  const badLines: number[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue
    const checkpoint = readCheckpointLine(line)
    if (checkpoint === undefined) badLines.push(index + 1)
    else checkpoints.push(checkpoint)
  }
  return { checkpoints, badLines }
}

/** A checkpoint as a file keeps it or as a sink was sent it; undefined for anything else. */
export function readCheckpointLine(line: string): Checkpoint | undefined {
  const parsed = sentSchema.safeParse(parseJson(line))
  if (!parsed.success) return undefined
  return checkpointSchema.parse(Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name !== 'type')))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
