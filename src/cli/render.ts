import { csvCell } from '#lib/csv.ts'
import type { CommandIo, OutputFormat, Rendering } from './define-command.ts'

/** Writes what a command answered. Lists stream: no more than one page is held, except for a table, whose widths need every row. */
export async function render(rendering: Rendering, format: OutputFormat, io: CommandIo): Promise<void> {
  if (rendering.kind === 'nothing') return
  if (rendering.kind === 'text') return io.out(rendering.text.endsWith('\n') ? rendering.text : `${rendering.text}\n`)
  if (rendering.kind === 'item') return io.out(renderItem(rendering.item, format))
  if (format === 'json') return renderJsonArray(rendering.rows, io)
  if (format === 'jsonl') {
    for await (const row of rendering.rows) await io.out(`${JSON.stringify(row)}\n`)
    return undefined
  }
  if (format === 'csv') return renderCsv(rendering.rows, rendering.columns, io)
  const rows: object[] = []
  for await (const row of rendering.rows) rows.push(row)
  return io.out(renderTable(rows, rendering.columns))
}

function renderItem(item: object, format: OutputFormat): string {
  if (format === 'json') return `${JSON.stringify(item, null, 2)}\n`
  if (format === 'jsonl') return `${JSON.stringify(item)}\n`
  if (format === 'csv') return `${csvLine(Object.keys(item))}${csvLine(Object.values(item))}`
  const entries = flatten(item)
  const width = Math.max(0, ...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}\n`).join('')
}

async function renderJsonArray(rows: Iterable<object> | AsyncIterable<object>, io: CommandIo): Promise<void> {
  let isFirst = true
  for await (const row of rows) {
    await io.out(`${isFirst ? '[\n' : ',\n'}  ${JSON.stringify(row)}`)
    isFirst = false
  }
  await io.out(isFirst ? '[]\n' : '\n]\n')
}

/** Every column of the first row, those of the table first, so that nothing is lost by exporting. */
async function renderCsv(rows: Iterable<object> | AsyncIterable<object>, columns: readonly string[], io: CommandIo): Promise<void> {
  let names: readonly string[] | undefined
  for await (const row of rows) {
    if (names === undefined) {
      names = [...new Set([...columns, ...Object.keys(row)])]
      await io.out(csvLine(names))
    }
    await io.out(csvLine(names.map((name) => valueAt(row, name))))
  }
  if (names === undefined) await io.out(csvLine(columns))
}

/** RFC 4180, and safe to open in a spreadsheet; numbers stay numbers. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map((value) => (typeof value === 'number' ? String(value) : csvCell(plain(value)))).join(',')}\r\n`
}

function renderTable(rows: readonly object[], columns: readonly string[]): string {
  if (rows.length === 0) return '(none)\n'
  const lines = [columns.map(heading), ...rows.map((row) => columns.map((column) => cell(valueAt(row, column))))]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines
    .map(
      (line) =>
        `${line
          .map((text, i) => (i === line.length - 1 ? text : text.padEnd(widths[i] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** `credentials.caller.kind`, so that a person sees one fact per line. Lists stay one value. */
function flatten(item: object, prefix = ''): [string, unknown][] {
  return Object.entries(item).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flatten(value as object, `${prefix}${name}.`)
      : [[prefix + name, value]],
  )
}

/** A column may name a member of a member: `accounts.imported`. */
function valueAt(row: object, column: string): unknown {
  return column.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], row)
}

/** `accountId` → `ACCOUNT ID`. */
function heading(column: string): string {
  return column
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('.', ' ')
    .toUpperCase()
}

/** For a terminal: no control characters, because names come from AWS tags that anyone may have written. */
function cell(value: unknown): string {
  const text = isPairs(value) ? value.map(({ key, value: of }) => (plain(of) === '' ? key : `${key}=${plain(of)}`)).join(' ') : plain(value)
  // oxlint-disable-next-line no-control-regex -- the point is to find them
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
}

function isPairs(value: unknown): value is { key: string; value: unknown }[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null && 'key' in item && 'value' in item)
  )
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ')
  return JSON.stringify(value)
}
