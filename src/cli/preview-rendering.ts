import type { CommandCall, Rendering } from './define-command.ts'

export type Preview = {
  readonly organizationId: string
  readonly source: string
  readonly counts: Readonly<Record<string, number>>
  readonly changes: number
  readonly accounts: readonly object[]
}

/** The accounts as rows, the sums beside them; exit 3 when saving would change something. */
export function previewRendering({ io }: CommandCall, preview: Preview): Rendering {
  const counts = Object.entries(preview.counts).filter(([, count]) => count > 0)
  io.note(
    `${preview.organizationId}: ${counts.map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`).join(', ')}; ${preview.changes} would change (from ${preview.source}).`,
  )
  return {
    kind: 'rows',
    rows: preview.accounts,
    columns: ['accountId', 'name', 'state', 'current', 'inclusion', 'reason'],
    exitCode: preview.changes > 0 ? 3 : 0,
  }
}
