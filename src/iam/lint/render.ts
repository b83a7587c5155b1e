import type { Diagnostic, PolicyType } from '../types.ts'
import { lintPolicy, type LintOptions } from './lint-policy.ts'

export type LintFormat = 'table' | 'json' | 'sarif'
export type LintResult = {
  readonly diagnostics: readonly Diagnostic[]
  /** 3 when there are errors, 0 when there are only warnings or nothing. */
  readonly exitCode: 0 | 3
}

export function lintDocument(input: string | Uint8Array, type: PolicyType, options: LintOptions = {}): LintResult {
  const diagnostics = lintPolicy(type, input, options)
  return { diagnostics, exitCode: diagnostics.some(({ severity }) => severity === 'error') ? 3 : 0 }
}

/** Renders diagnostics of one file: a table for people, a JSON array, or SARIF 2.1.0 for code scanning. Ends with a newline. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], format: LintFormat, file: string): string {
  if (format === 'json') return `${JSON.stringify(diagnostics, undefined, 2)}\n`
  if (format === 'sarif') return `${JSON.stringify(sarif(diagnostics, file), undefined, 2)}\n`
  return diagnostics.length === 0 ? `${file}: nothing to report\n` : diagnostics.map((diagnostic) => `${row(diagnostic, file)}\n`).join('')
}

function row({ severity, rule, message, suggestion, line, column }: Diagnostic, file: string): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`
  return `${place}  ${severity.padEnd(7)}  ${rule}  ${message}${suggestion === undefined ? '' : `  → ${suggestion}`}`
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
function sarif(diagnostics: readonly Diagnostic[], file: string): object {
  const rules = [...new Set(diagnostics.map(({ rule }) => rule))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'reeve policy lint', rules: rules.map((id) => ({ id })) } },
        results: diagnostics.map(({ rule, severity, message, suggestion, pointer, line, column }) => ({
          ruleId: rule,
          ruleIndex: rules.indexOf(rule),
          level: levels[severity],
          message: { text: suggestion === undefined ? message : `${message} Instead: ${suggestion}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                ...(line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } }),
              },
              logicalLocations: [{ fullyQualifiedName: pointer === '' ? '/' : pointer }],
            },
          ],
        })),
      },
    ],
  }
}
