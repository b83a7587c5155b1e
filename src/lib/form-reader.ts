import type { FieldError } from '#lib/app-error.ts'

export type TextRule = {
  readonly pattern: RegExp
  /** What must hold. */
  readonly rule: string
  /** What to do about it. */
  readonly fix: string
  /** The value must never come back. */
  readonly secret?: boolean
}

/** Reads untyped input field by field and gathers every error, so that a form is told all of them at once. Never throws. */
export class FormReader {
  readonly errors: FieldError[] = []

  fail(field: string, problem: { readonly rule: string; readonly fix: string; readonly value?: unknown }): undefined {
    const { rule, fix, value } = problem
    this.errors.push({ field, ...(value !== undefined && { value: printable(value) }), rule, message: `${field}: ${rule}. ${fix}` })
    return undefined
  }

  /** The object at `field`, with unknown keys refused: a misspelt option must not be ignored. */
  object(field: string, value: unknown, keys: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      return this.fail(field, {
        rule: 'must be an object',
        fix: `Give an object with ${keys.join(', ')}.`,
        ...(value !== undefined && { value: typeof value }),
      })
    }
    for (const key of Object.keys(value)) {
      if (!keys.includes(key)) this.fail(join(field, key), { rule: 'is not a known field', fix: `Known fields here: ${keys.join(', ')}.` })
    }
    return value as Readonly<Record<string, unknown>>
  }

  text(field: string, value: unknown, { pattern, rule, fix, secret = false }: TextRule): string | undefined {
    if (typeof value === 'string' && pattern.test(value)) return value
    const missing = value === undefined || value === null
    return this.fail(field, { rule: missing ? `is required; ${rule}` : rule, fix, ...(!missing && { value: secret ? masked : value }) })
  }

  integer(field: string, value: unknown, range: { readonly min: number; readonly max: number; readonly fix: string }): number | undefined {
    if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max) return value
    return this.fail(field, { rule: `must be a whole number from ${range.min} to ${range.max}`, fix: range.fix, value })
  }

  flag(field: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined) return fallback
    if (typeof value === 'boolean') return value
    this.fail(field, { rule: 'must be true or false', fix: 'Leave it out to keep the default.', value })
    return fallback
  }

  /** Each entry through `read`, duplicates refused; absent means none. */
  list(
    field: string,
    value: unknown,
    { max, read }: { readonly max: number; readonly read: (entry: unknown, at: string) => string | undefined },
  ): string[] {
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.fail(field, { rule: 'must be a list', fix: 'Give a list, empty for none.', value })
      return []
    }
    if (value.length > max) this.fail(field, { rule: `has at most ${max} entries`, fix: `It has ${value.length}.` })
    const seen = new Set<string>()
    for (const [index, raw] of value.slice(0, max).entries()) {
      const at = `${field}[${index}]`
      const entry = read(raw, at)
      if (entry !== undefined && seen.has(entry))
        this.fail(at, { rule: 'must not repeat an earlier entry', fix: 'Remove it.', value: entry })
      if (entry !== undefined) seen.add(entry)
    }
    return [...seen]
  }
}

const masked = '(hidden)'

export function join(field: string, key: string): string {
  return field === '' ? key : `${field}.${key}`
}

/** What may be shown of a wrong value: short text and plain scalars. */
function printable(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 120 ? `${value.slice(0, 117)}...` : value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return value === null ? null : Array.isArray(value) ? '(a list)' : `(${typeof value})`
}
