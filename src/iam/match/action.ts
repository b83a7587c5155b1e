import { compileGlob, type Matcher } from './glob.ts'

/** An `Action` value, lower-cased because actions are compared without regard to case. `service` is set where the prefix has no wildcard. */
export type ActionPattern = {
  readonly text: string
  readonly service: string | undefined
  /** Set when the pattern holds no wildcard at all. */
  readonly exact: boolean
  readonly matchesAll: boolean
  readonly matches: Matcher
}

/** Compiles `service:Name` with `*` and `?` anywhere; the text must already be well-formed (`isActionForm`). */
export function compileAction(pattern: string): ActionPattern {
  const text = pattern.toLowerCase()
  const exact = !text.includes('*') && !text.includes('?')
  const colon = text.indexOf(':')
  const prefix = colon < 0 ? '' : text.slice(0, colon)
  const matchesAll = /^\*+$/.test(text)
  // Most patterns are only ever filed by their service, so the glob waits until it is asked for.
  let glob: Matcher | undefined
  const matches: Matcher = exact ? (value) => value === text : (value) => (glob ??= compileGlob(text))(value)
  return { text, service: colon >= 0 && !/[*?]/.test(prefix) ? prefix : undefined, exact, matchesAll, matches }
}

/** `*`, or `service:name` in which both sides hold letters, digits, `-`, `_` or wildcards. */
export function isActionForm(pattern: string): boolean {
  return pattern === '*' || /^[a-z0-9*?_-]+:[a-z0-9*?_-]+$/i.test(pattern)
}

/** The service prefix of a request's action, lower case; the whole text when it has no colon. */
export function serviceOf(action: string): string {
  const colon = action.indexOf(':')
  return colon < 0 ? action : action.slice(0, colon)
}
