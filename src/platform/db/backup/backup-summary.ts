import type { BackupHead } from './backup-format.ts'
import type { DumpedTable } from './dump.ts'

export type CopySummary = {
  readonly createdAt: string
  readonly release: string
  readonly schemaVersion: number
  readonly tables: number
  readonly rows: number
}
export type BackupSummary = CopySummary & { readonly file: string; readonly bytes: number }

export function summarize<Extra extends object>(
  { head, tables }: { readonly head: BackupHead; readonly tables: readonly DumpedTable[] },
  extra: Extra,
): CopySummary & Extra {
  return {
    ...extra,
    createdAt: head.createdAt,
    release: head.release,
    schemaVersion: head.migrations.at(-1)?.version ?? 0,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  }
}
