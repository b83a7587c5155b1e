import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UsageError } from './define-command.ts'

type Place = { readonly file: string | undefined; readonly directory: string | undefined; readonly url: string | undefined }
type Found = { readonly number?: number; readonly position: number; readonly signature: string; readonly at: string }
export type Collected = { readonly checkpoints: readonly object[]; readonly badLines: readonly string[] }

const members = ['number', 'position', 'chainHash', 'at', 'keyId', 'signature'] as const

/**
 * Reads checkpoints from a file, from every file of a folder or from an address, line by line, each once and in the order of their numbers. A
 * file of checkpoints holds nothing else, so that any other line of it is told; in a folder or an answer they stand among other lines.
 */
export async function collectCheckpointLines({ file, directory, url }: Place, signal: AbortSignal): Promise<Collected> {
  const found = new Map<string, Found>()
  const badLines: string[] = []
  const take = async (name: string, lines: AsyncIterable<string>, isPure: boolean): Promise<void> => {
    let number = 0
    for await (const line of lines) {
      number += 1
      if (line.trim() === '') continue
      const checkpoint = checkpointIn(line)
      if (checkpoint !== undefined) found.set(checkpoint.signature, checkpoint)
      else if (isPure || /"type":"checkpoint"/.test(line)) badLines.push(`${name}, line ${number}`)
    }
  }
  if (file !== undefined) await take(file, linesOf(file), true)
  if (directory !== undefined) for (const path of await filesIn(directory)) await take(path, linesOf(path), false)
  if (url !== undefined) await take(url, await linesAt(url, signal), false)
  const order = ({ number, position }: Found): number => number ?? position
  return { checkpoints: [...found.values()].toSorted((left, right) => order(left) - order(right)), badLines }
}

/** The JSON object of a line, whatever a syslog server wrote in front of it; undefined where it holds no checkpoint. */
function checkpointIn(line: string): Found | undefined {
  const start = line.indexOf('{')
  if (start === -1 || !line.includes('"chainHash"')) return undefined
  try {
    const value = JSON.parse(line.slice(start, line.lastIndexOf('}') + 1)) as Record<string, unknown>
    if (typeof value['signature'] !== 'string' || typeof value['position'] !== 'number') return undefined
    return Object.fromEntries(members.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]]))) as Found
  } catch {
    return undefined
  }
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    throw new UsageError([`--directory ${directory}: it cannot be read (${codeOf(error)}).`])
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  await stat(path).catch((error: unknown) => {
    throw new UsageError([`--checkpoints ${path}: the file cannot be read (${codeOf(error)}).`])
  })
  const bytes = createReadStream(path)
  yield* createInterface({ input: path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, crlfDelay: Infinity })
}

async function linesAt(url: string, signal: AbortSignal): Promise<AsyncIterable<string>> {
  if (!URL.canParse(url)) throw new UsageError([`--url ${url}: write an https:// address.`])
  const response = await fetch(url, { signal })
  if (!response.ok || response.body === null) throw new Error(`${url} answered HTTP ${response.status}.`)
  return createInterface({ input: Readable.fromWeb(response.body as never), crlfDelay: Infinity })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error'
}
