import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Checkpoint, checkpointSchema } from './checkpoint.ts'

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
    const parsed = checkpointSchema.safeParse(parseJson(line))
    if (parsed.success) checkpoints.push(parsed.data)
    else badLines.push(index + 1)
  }
  return { checkpoints, badLines }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
