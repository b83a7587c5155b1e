import type { Severity } from '../types.ts'

/** A finding about a document before its position in the text is looked up. */
export type Problem = {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly suggestion?: string
  readonly path: readonly (string | number)[]
}

/** Collects problems while a document is read; the path is where they stand. */
export class Problems {
  readonly list: Problem[] = []

  error(path: readonly (string | number)[], rule: string, text: string | readonly [message: string, suggestion: string]): void {
    this.#add('error', path, rule, text)
  }

  warning(path: readonly (string | number)[], rule: string, text: string | readonly [message: string, suggestion: string]): void {
    this.#add('warning', path, rule, text)
  }

  #add(
    severity: Severity,
    path: readonly (string | number)[],
    rule: string,
    text: string | readonly [message: string, suggestion: string],
  ): void {
    // A hostile document can hold a fault in every byte; the first hundred tell its author enough.
    if (this.list.length >= 100) return
    if (typeof text === 'string') this.list.push({ severity, path, rule, message: text })
    else this.list.push({ severity, path, rule, message: text[0], suggestion: text[1] })
  }
}

/** RFC 6901. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
