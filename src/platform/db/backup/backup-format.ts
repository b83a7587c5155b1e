import type { Readable } from 'node:stream'
import { z } from 'zod'
import { backupErrors } from './errors.ts'

/**
 * A backup is gzipped text, one JSON value per line: a head, then for each table a heading, its rows and a closing line with
 * their count and hash, then an end. Rows stand behind a tab and are never parsed here: PostgreSQL wrote them and
 * PostgreSQL reads them, so no digit passes through JavaScript. A file without its end is recognized as cut off.
 */
export const backupHead = z.strictObject({
  kind: z.literal('head'),
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  release: z.string(),
  postgres: z.string(),
  migrations: z.array(z.strictObject({ version: z.number().int(), name: z.string(), checksum: z.string() })),
  /** pg-boss's own schema version; null when it never ran. */
  queueVersion: z.number().int().nullable(),
})
export const tableHead = z.strictObject({
  kind: z.literal('table'),
  schema: z.enum(['public', 'pgboss']),
  table: z.string(),
  columns: z.array(z.string()),
})
export const tableEnd = z.strictObject({ kind: z.literal('table_end'), rows: z.number().int(), sha256: z.string() })
export const backupEnd = z.strictObject({ kind: z.literal('end'), tables: z.number().int(), rows: z.number().int() })

const marker = z.discriminatedUnion('kind', [backupHead, tableHead, tableEnd, backupEnd])

export type BackupHead = z.output<typeof backupHead>
export type TableHead = z.output<typeof tableHead>
export type BackupMarker = z.output<typeof marker>
export type BackupLine = { readonly kind: 'row'; readonly json: string } | BackupMarker

/** Where lines go; resolves when more may come. */
export type LineSink = (lines: readonly BackupLine[]) => Promise<void>

export function encodeLine(line: BackupLine): string {
  return line.kind === 'row' ? `\t${line.json}\n` : `${JSON.stringify(line)}\n`
}

/** Takes a stream of bytes apart into lines. Split by hand: a reader of text lines would also split at U+2028 inside a value. */
export async function* decodeLines(bytes: Readable): AsyncGenerator<BackupLine> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let newline = rest.indexOf(0x0a, start); newline !== -1; newline = rest.indexOf(0x0a, start)) {
      yield decodeLine(rest.toString('utf8', start, newline))
      start = newline + 1
    }
    rest = rest.subarray(start)
  }
  if (rest.length > 0) throw backupErrors.backup_damaged('The backup ends in the middle of a line: it was cut off. Use another one.')
}

function decodeLine(text: string): BackupLine {
  if (text.startsWith('\t')) return { kind: 'row', json: text.slice(1) }
  try {
    return marker.parse(JSON.parse(text))
  } catch (cause) {
    throw backupErrors.backup_damaged('This is no backup of Reeve, or one of a newer format, or it was damaged.', { cause })
  }
}
