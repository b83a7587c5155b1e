import { readFile } from 'node:fs/promises'
import { defineCommand, UsageError } from '../define-command.ts'

type Verdict = { readonly isIntact: boolean; readonly faults: readonly object[]; readonly unreadableLines: readonly number[] }

export const auditVerifyCommand = defineCommand({
  name: 'audit verify',
  summary: 'Check the audit trail against signed checkpoints that were kept outside the database',
  details: 'Exit 3 when it was tampered with. An auditor gives their own copies: reeve audit verify --checkpoints kept.jsonl',
  options: {
    checkpoints: { type: 'string', value: 'FILE', summary: 'Checkpoints that somebody kept; without it the server’s own file is used' },
  },
  run: async ({ api, text }) => {
    const file = text('checkpoints')
    const body = file === undefined ? {} : { checkpoints: await readLines(file) }
    const verdict = await (await api()).post<Verdict>('/v1/audit/verify', body)
    return { kind: 'item', item: verdict, exitCode: verdict.isIntact && verdict.unreadableLines.length === 0 ? 0 : 3 }
  },
})

async function readLines(file: string): Promise<unknown[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  try {
    return lines.map((line): unknown => JSON.parse(line))
  } catch {
    throw new UsageError([`--checkpoints: ${file} is not a file of JSON lines.`])
  }
}
