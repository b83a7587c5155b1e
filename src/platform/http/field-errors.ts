import type { z } from 'zod'
import type { FieldError } from '#lib/app-error.ts'
import { sentenceOf } from './issue-sentence.ts'
import { isSecretName, redact, redacted } from '#platform/log/redact.ts'

/** Longer values are cut in replies: the caller knows what was sent, the reply need not carry it back. */
const valueLengthMax = 200

type Issue = z.core.$ZodIssue

/**
 * One entry per field at fault, all at once: its dotted path, the value given (masked when its name is secret), the rule it breaks and a
 * sentence. A schema names its own rule with `.refine(…, { params: { rule: 'arn_partition' } })`.
 */
export function fieldErrorsOf(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.flatMap((issue) => fromIssue(issue, input, []))
}

function fromIssue(issue: Issue, input: unknown, prefix: readonly PropertyKey[]): FieldError[] {
  const path = [...prefix, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: dotted([...path, key]), rule: 'unknown_field', message: `There is no field ${key} here.` }))
  }
  // Of a union, the branch that got furthest says what the caller meant to write.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0] ?? []
    if (depthOf(closest) > 0) return closest.flatMap((inner) => fromIssue(inner, input, path))
    return [describe(path, input, { rule: 'one_of', message: issue.message })]
  }
  return [describe(path, input, { rule: ruleOf(issue), message: sentenceOf(issue, valueAt(path, input) === undefined) })]
}

function describe(path: readonly PropertyKey[], input: unknown, { rule, message }: { rule: string; message: string }): FieldError {
  const value = valueAt(path, input)
  const field = dotted(path)
  if (value === undefined) return { field, rule: rule === 'invalid_type' ? 'required' : rule, message }
  if (path.some((key) => isSecretName(String(key)))) return { field, value: redacted, rule, message }
  return { field, value: shortened(value), rule, message }
}

function valueAt(path: readonly PropertyKey[], input: unknown): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], input)
}

function ruleOf(issue: Issue): string {
  if (issue.code === 'custom') return typeof issue.params?.['rule'] === 'string' ? issue.params['rule'] : 'custom'
  if (issue.code === 'too_small') return `min:${issue.minimum}`
  if (issue.code === 'too_big') return `max:${issue.maximum}`
  if (issue.code === 'invalid_format')
    return issue.format === 'regex' && issue.pattern !== undefined ? `pattern:${issue.pattern}` : `format:${issue.format}`
  if (issue.code === 'invalid_value') return `one_of:${issue.values.map(String).join('|')}`
  return issue.code
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length))
}

function dotted(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(whole)' : path.map(String).join('.')
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > valueLengthMax ? `${value.slice(0, valueLengthMax)}…` : redact(value)
  const text = JSON.stringify(redact(value)) ?? ''
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : redact(value)
}
