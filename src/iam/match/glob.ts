import { type Token, tokenize } from './tokens.ts'

export type Matcher = (value: string) => boolean

/** A run of characters between two `*`; `?` positions hold the code -1. */
type Segment = { readonly text: string; readonly codes: readonly number[] | undefined; readonly length: number }

const anyCharacter = -1
const always: Matcher = () => true

/**
 * Compiles a pattern in which `*` stands for any run of characters and `?` for exactly one. Each segment between stars is placed
 * leftmost and never revisited, so matching takes at most pattern length × value length steps whatever the input: there is no backtracking.
 */
export function compileGlob(pattern: string): Matcher {
  return compileTokens(tokenize(pattern, false))
}

/** Same as `compileGlob` for tokens; variables must have been replaced by literals before. */
export function compileTokens(tokens: readonly Token[]): Matcher {
  const segments = toSegments(tokens)
  const first = segments[0]!
  if (segments.length === 1)
    return first.codes === undefined ? (value) => value === first.text : (value) => value.length === first.length && fits(first, value, 0)
  const last = segments.at(-1)!
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0)
  if (segments.every((segment) => segment.codes === undefined)) {
    const parts = middle.map((segment) => segment.text)
    return parts.length === 0 ? affixMatcher(first.text, last.text) : textMatcher(first.text, parts, last.text)
  }
  return (value) => matchSegments(value, { first, middle, last })
}

function affixMatcher(prefix: string, suffix: string): Matcher {
  if (prefix === '' && suffix === '') return always
  if (suffix === '') return (value) => value.startsWith(prefix)
  if (prefix === '') return (value) => value.endsWith(suffix)
  const least = prefix.length + suffix.length
  return (value) => value.length >= least && value.startsWith(prefix) && value.endsWith(suffix)
}

/** The common case without `?`, on the built-in search. */
function textMatcher(prefix: string, parts: readonly string[], suffix: string): Matcher {
  const [only = ''] = parts
  if (parts.length === 1 && suffix === '') return (value) => value.startsWith(prefix) && value.includes(only, prefix.length)
  return (value) => {
    const end = value.length - suffix.length
    if (end < prefix.length || !value.startsWith(prefix) || !value.endsWith(suffix)) return false
    let position = prefix.length
    for (const part of parts) {
      const found = value.indexOf(part, position)
      if (found < 0) return false
      position = found + part.length
    }
    return position <= end
  }
}

/** Whether the matcher accepts every value, so that callers can leave it out. */
export function acceptsEverything(matcher: Matcher): boolean {
  return matcher === always
}

function toSegments(tokens: readonly Token[]): Segment[] {
  const segments: Segment[] = []
  let text = ''
  let codes: number[] = []
  let hasWildcard = false
  const close = () => {
    segments.push({ text, codes: hasWildcard ? codes : undefined, length: codes.length })
    text = ''
    codes = []
    hasWildcard = false
  }
  for (const token of tokens) {
    if (token.kind === 'star') close()
    else if (token.kind === 'one') {
      hasWildcard = true
      text += '?'
      codes.push(anyCharacter)
    } else if (token.kind === 'text') {
      text += token.text
      for (let index = 0; index < token.text.length; index++) codes.push(token.text.charCodeAt(index))
    }
  }
  close()
  return segments
}

function matchSegments(value: string, { first, middle, last }: { first: Segment; middle: readonly Segment[]; last: Segment }): boolean {
  const end = value.length - last.length
  if (end < first.length || !fits(first, value, 0) || !fits(last, value, end)) return false
  let position = first.length
  for (const segment of middle) {
    const found = find(segment, value, position)
    if (found < 0 || found + segment.length > end) return false
    position = found + segment.length
  }
  return position <= end
}

function find(segment: Segment, value: string, from: number): number {
  if (segment.codes === undefined) return value.indexOf(segment.text, from)
  for (let at = from; at + segment.length <= value.length; at++) if (fits(segment, value, at)) return at
  return -1
}

function fits(segment: Segment, value: string, at: number): boolean {
  if (segment.codes === undefined) return value.startsWith(segment.text, at)
  for (let index = 0; index < segment.length; index++) {
    const code = segment.codes[index]!
    if (code !== anyCharacter && value.charCodeAt(at + index) !== code) return false
  }
  return true
}
