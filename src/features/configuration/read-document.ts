import { LineCounter, parseDocument } from 'yaml'
import { fieldErrorsOf } from '#platform/http/field-errors.ts'
import { isSecretName } from '#platform/log/redact.ts'
import { type ConfigDocument, configDocument } from './config-document.ts'

export type ConfigFault = {
  readonly path: string
  readonly line: number | null
  readonly column: number | null
  readonly value?: unknown
  readonly rule: string
  readonly message: string
}
export type ReadDocument =
  | { readonly kind: 'ok'; readonly document: ConfigDocument }
  | { readonly kind: 'invalid'; readonly faults: readonly ConfigFault[] }

/** Far more than a site needs, and little enough to read at once. */
const lengthMax = 5_000_000
const aliasesMax = 100

/** Reads a configuration. Every fault at once, each with its path, line, value and rule; a secret written out is not repeated. Never throws. */
export function readDocument(text: string): ReadDocument {
  if (text.length > lengthMax)
    return invalid({ path: '(whole)', line: null, column: null, rule: `max:${lengthMax}`, message: 'The document is too long.' })
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: '1.2', logLevel: 'error' })
  const problems = [...yaml.errors, ...yaml.warnings]
  if (problems.length > 0)
    return invalid(
      ...problems.map(({ message, linePos }) => ({
        path: '(whole)',
        line: linePos?.[0].line ?? null,
        column: linePos?.[0].col ?? null,
        rule: 'yaml',
        message: message.split('\n')[0] ?? message,
      })),
    )
  let input: unknown
  try {
    input = yaml.toJS({ maxAliasCount: aliasesMax })
  } catch (error) {
    return invalid({
      path: '(whole)',
      line: null,
      column: null,
      rule: 'yaml',
      message: error instanceof Error ? error.message : String(error),
    })
  }
  const parsed = configDocument.safeParse(input)
  if (parsed.success) return { kind: 'ok', document: parsed.data }
  return invalid(
    ...fieldErrorsOf(parsed.error, input).map(({ field, value, rule, message }) => ({
      path: field,
      ...placeOf(field),
      ...(value !== undefined && { value: shownValue(input, field) ?? value }),
      rule,
      message,
    })),
  )

  /** The place of the deepest part of the path that is there: a missing field is shown where it should stand. */
  function placeOf(field: string): { readonly line: number | null; readonly column: number | null } {
    const path = field === '(whole)' ? [] : field.split('.')
    for (let depth = path.length; depth > 0; depth--) {
      const node = yaml.getIn(
        path.slice(0, depth).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
        true,
      )
      const start = (node as { readonly range?: readonly [number, number, number] } | undefined)?.range?.[0]
      if (start === undefined) continue
      const { line, col } = lines.linePos(start)
      return { line, column: col }
    }
    return text === '' ? { line: null, column: null } : { line: 1, column: 1 }
  }
}

/** `credentials` hides all that lies below it; in a document only the secrets themselves need hiding. */
function shownValue(input: unknown, field: string): string | number | undefined {
  const path = field.split('.')
  if (path.some((key) => key !== 'credentials' && isSecretName(key))) return undefined
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], input)
  return (typeof value === 'string' && value.length <= 200) || typeof value === 'number' ? value : undefined
}

function invalid(...faults: readonly ConfigFault[]): ReadDocument {
  return { kind: 'invalid', faults }
}
