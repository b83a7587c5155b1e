import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { auditFilterOptions, auditFilterQuery } from '../audit-filter-options.ts'
import { defineCommand } from '../define-command.ts'

const types = { csv: 'text/csv', jsonl: 'application/jsonl' } as const

export const auditExportCommand = defineCommand({
  name: 'audit export',
  summary: 'Write every audit event that matches, however many, as CSV or JSON lines',
  details: 'Example: reeve audit export --format csv --action "sign_in.*" --since 2026-11-01T00:00:00Z --file sign-ins.csv',
  options: {
    ...auditFilterOptions,
    format: { type: 'string', choices: ['csv', 'jsonl'], summary: 'jsonl without it' },
    file: { type: 'string', value: 'FILE', summary: 'Write to this file, which is complete or not there; to stdout without it' },
  },
  run: async (call) => {
    const type = types[(call.text('format') ?? 'jsonl') as keyof typeof types]
    const request = { path: '/v1/audit-events/export', query: auditFilterQuery(call), signal: call.signal }
    const text = (await call.api()).text(request, type)
    const file = call.text('file')
    if (file === undefined) for await (const piece of text) await call.io.out(piece)
    else await writeWhole(file, text)
    return { kind: 'nothing' }
  },
})

async function writeWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  const partial = `${file}.${process.pid}.part`
  try {
    await pipeline(Readable.from(text), createWriteStream(partial, { mode: 0o600, flags: 'wx' }))
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
