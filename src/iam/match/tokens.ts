/** Pieces of a policy value: literal text, the two wildcards, and `${key}` variables with their optional default. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'one' }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined }
  | { readonly kind: 'broken'; readonly text: string }

const star: Token = { kind: 'star' }
const one: Token = { kind: 'one' }
/** Longer than any condition key with the longest tag key (128) and a default. */
const variableLengthMax = 512
const variableForm = /^\s*([^,'"${}]+?)\s*(?:,\s*'([^']*)'\s*)?$/

/**
 * Splits a pattern into tokens. `withVariables` is true for documents of Version 2012-10-17 only; in older ones `${…}` is plain text.
 * `${*}`, `${?}` and `${$}` are the literal characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function tokenize(pattern: string, withVariables: boolean): Token[] {
  const tokens: Token[] = []
  let start = 0
  const flush = (end: number) => {
    if (end > start) tokens.push({ kind: 'text', text: pattern.slice(start, end) })
  }
  for (let index = 0; index < pattern.length; index++) {
    const code = pattern.charCodeAt(index)
    if (code === 42 || code === 63) {
      flush(index)
      if (code === 63) tokens.push(one)
      else if (tokens.at(-1) !== star) tokens.push(star)
      start = index + 1
    } else if (withVariables && code === 36 && pattern.charCodeAt(index + 1) === 123) {
      flush(index)
      const end = endOfVariable(pattern, index + 2)
      tokens.push(end < 0 ? { kind: 'broken', text: pattern.slice(index) } : readVariable(pattern.slice(index + 2, end)))
      index = end < 0 ? pattern.length : end
      start = index + 1
    }
  }
  flush(pattern.length)
  return tokens
}

function endOfVariable(pattern: string, from: number): number {
  const quote = pattern.indexOf("'", from)
  const end = pattern.indexOf('}', from)
  if (quote < 0 || end < 0 || quote > end) return end
  const closing = pattern.indexOf("'", quote + 1)
  return closing < 0 ? -1 : pattern.indexOf('}', closing)
}

function readVariable(inner: string): Token {
  if (inner === '*' || inner === '?' || inner === '$') return { kind: 'text', text: inner }
  const parts = inner.length > variableLengthMax ? null : variableForm.exec(inner)
  if (parts === null) return { kind: 'broken', text: `\${${inner}}` }
  return { kind: 'variable', key: parts[1]!, fallback: parts[2] }
}

/** Whether the tokens need the request to become a pattern. */
export function hasVariables(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.kind === 'variable')
}
