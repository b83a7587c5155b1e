import type { CommandCall, Rendering } from './define-command.ts'

type Warning = { readonly message: string }
export type Saved = {
  readonly connection: object
  readonly warnings: readonly Warning[]
  readonly runningAs: { readonly text: string } | null
  readonly session: { readonly expiresAt: string | null } | null
}
export type ConnectionReport = {
  readonly isReached: boolean
  readonly failedStep: string | null
  readonly status: string
  readonly detail: string
  readonly remedy: string | null
  readonly warnings: readonly Warning[]
  readonly runningAs: { readonly text: string } | null
}

/** What was stored, and beside it as whom and until when Reeve came in. */
export function savedRendering({ io }: CommandCall, { connection, warnings, runningAs, session }: Saved): Rendering {
  if (runningAs !== null) io.note(runningAs.text)
  if (typeof session?.expiresAt === 'string') io.note(`The session in the account ends at ${session.expiresAt}; Reeve renews it by itself.`)
  for (const { message } of warnings) io.note(`warning: ${message}`)
  return { kind: 'item', item: connection }
}

/** The report, with its sentence for people beside it; exit 3 when the account is not reached or not as it should be. */
export function reportRendering({ io }: CommandCall, report: ConnectionReport): Rendering {
  if (report.runningAs !== null) io.note(report.runningAs.text)
  io.note(report.detail)
  if (report.remedy !== null) io.note(report.remedy)
  for (const { message } of report.warnings) io.note(`warning: ${message}`)
  return { kind: 'item', item: report, exitCode: report.failedStep === null && report.status === 'ok' ? 0 : 3 }
}
