import { withLocalTimes } from '../lib/local-times.ts'
import type { Problem as ProblemDocument } from './operations.gen.ts'

export type FieldError = { readonly field: string; readonly rule?: string; readonly message: string }

/** What the server says went wrong, in words meant for the person (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string
  readonly fields: readonly FieldError[]

  constructor({ status, code, title, detail, requestId, errors = [] }: ProblemDocument) {
    super(withLocalTimes(detail))
    this.status = status
    this.code = code
    this.title = title
    this.requestId = requestId
    this.fields = errors.map(withoutName)
  }
}

/** The API's messages begin with the field's name, for programs; people read its label instead. */
function withoutName<Named extends { readonly field: string; readonly message: string }>(error: Named): Named {
  const name = `${error.field}: `
  if (!error.message.startsWith(name)) return error
  const said = error.message.slice(name.length)
  return { ...error, message: said.charAt(0).toUpperCase() + said.slice(1) }
}

/** No answer came: the network or the server is away. Nothing is known about whether a write was done. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

export function isProblem(error: unknown, status?: number): error is Problem {
  return error instanceof Problem && (status === undefined || error.status === status)
}

/** One sentence for a person, whatever was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof ConnectionLost) return 'Reeve did not answer. It is tried again by itself; what you typed is kept.'
  if (error instanceof Problem) return error.message
  return 'Something unexpected happened in this page. Reload it; if it happens again, the browser’s console has the details.'
}

/** Errors by field name, the first of each; entries of lists (`scopeOuIds.2`, `scopeOuIds[2]`) count for their list as well. */
export function errorsByField(error: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (!(error instanceof Problem)) return found
  for (const { field, message } of error.fields) {
    const name = field.replaceAll(/\[(\d+)\]/g, '.$1')
    if (!found.has(name)) found.set(name, message)
    const list = name.replace(/\.\d+$/, '')
    if (!found.has(list)) found.set(list, message)
  }
  return found
}
