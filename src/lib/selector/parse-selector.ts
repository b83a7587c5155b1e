import { splitOrgPath } from '../org-path.ts'
import { type ParsedSelector, type Selector, type SelectorError, termKinds, type TermKind } from './ast.ts'

const LENGTH_MAX = 4_000
const DEPTH_MAX = 50
const OU_ID = /^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})(\/\*\*)?$/
const ALIASES: Readonly<Record<string, TermKind>> = { org: 'organization', acct: 'account', path: 'ou' }

class Refusal extends Error {
  readonly error: SelectorError
  constructor(error: SelectorError) {
    super(error.message)
    this.error = error
  }
}

/**
 * Parses `ou:Root/Sports/** and badge:tier=1 and not account:111122223333`. Precedence: not, and, or; parentheses group; values with
 * spaces, parentheses or quotes stand in double quotes (`badge:"cost centre"="R and D"`, `\"` and `\\` inside). The empty text and `*` select everything.
 * Never throws: what cannot be read is told with its offset.
 */
export function parseSelector(text: string): ParsedSelector {
  try {
    if (text.length > LENGTH_MAX)
      throw new Refusal({ message: `A selector has at most ${LENGTH_MAX} characters; this one has ${text.length}.`, offset: LENGTH_MAX })
    return { kind: 'ok', selector: new Parser(tokenize(text), text.length).parse() }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'invalid', error: error.error }
    throw error
  }
}

type Token = { readonly kind: '(' | ')' | 'word'; readonly text: string; readonly offset: number }

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    if (/\s/.test(char)) at++
    else if (char === '(' || char === ')') tokens.push({ kind: char, text: char, offset: at++ })
    else {
      const end = wordEnd(text, at)
      tokens.push({ kind: 'word', text: text.slice(at, end), offset: at })
      at = end
    }
  }
  return tokens
}

function wordEnd(text: string, from: number): number {
  let quotedFrom = from
  let quoted = false
  let at = from
  for (; at < text.length; at++) {
    const char = text[at]!
    if (quoted && char === '\\') at++
    else if (char === '"') {
      quoted = !quoted
      quotedFrom = at
    } else if (!quoted && (/\s/.test(char) || char === '(' || char === ')')) break
  }
  if (quoted)
    throw new Refusal({
      message: 'A double quote is opened and never closed.',
      offset: quotedFrom,
      suggestion: 'Close it, or write \\" for a quote inside a quoted value.',
    })
  return at
}

class Parser {
  readonly tokens: readonly Token[]
  readonly end: number
  at = 0
  depth = 0

  constructor(tokens: readonly Token[], end: number) {
    this.tokens = tokens
    this.end = end
  }

  parse(): Selector {
    if (this.tokens.length === 0) return { op: 'all' }
    const selector = this.or()
    const rest = this.tokens[this.at]
    if (rest !== undefined) {
      const message = rest.kind === ')' ? 'This parenthesis closes nothing.' : `Expected "and" or "or" before "${rest.text}".`
      throw new Refusal({ message, offset: rest.offset })
    }
    return selector
  }

  or(): Selector {
    return this.chain('or', () => this.chain('and', () => this.not()))
  }

  chain(op: 'and' | 'or', next: () => Selector): Selector {
    const items = [next()]
    while (this.takeWord(op)) items.push(next())
    return items.length === 1 ? items[0]! : { op, items }
  }

  not(): Selector {
    let negations = 0
    while (this.takeWord('not')) negations++
    const item = this.primary()
    // Two negations cancel in three-valued logic too.
    return negations % 2 === 1 ? { op: 'not', item } : item
  }

  primary(): Selector {
    const token = this.tokens[this.at++]
    if (token === undefined)
      throw new Refusal({
        message: 'The selector ends where a term was expected.',
        offset: this.end,
        suggestion: 'Write a term such as badge:tier=1.',
      })
    if (token.kind === ')') throw new Refusal({ message: 'A term was expected before this parenthesis.', offset: token.offset })
    if (token.kind === 'word') return parseTerm(token)
    if (++this.depth > DEPTH_MAX) throw new Refusal({ message: `Parentheses nest deeper than ${DEPTH_MAX}.`, offset: token.offset })
    const inner = this.or()
    const closing = this.tokens[this.at++]
    if (closing?.kind !== ')') throw new Refusal({ message: 'This parenthesis is never closed.', offset: token.offset })
    this.depth--
    return inner
  }

  takeWord(word: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false
    this.at++
    return true
  }
}

function parseTerm(token: Token): Selector {
  if (token.text === '*') return { op: 'all' }
  const colon = token.text.indexOf(':')
  const kind = colon < 0 ? undefined : termKind(token.text.slice(0, colon))
  if (kind === undefined) {
    throw new Refusal({
      message: `"${token.text}" is not a term.`,
      offset: token.offset,
      suggestion: `A term is one of ${termKinds.map((name) => `${name}:…`).join(', ')}; a value with spaces stands in double quotes.`,
    })
  }
  const raw = token.text.slice(colon + 1)
  if (raw === '') throw new Refusal({ message: `"${kind}:" needs a value.`, offset: token.offset + colon })
  if (kind === 'badge' || kind === 'tag') return pairTerm(kind, raw, token)
  if (kind === 'ou') return { op: 'term', term: ouTerm(raw, token) }
  const pattern = unquote(raw)
  if (kind === 'account' && !/^[\d*]{1,12}$/.test(pattern))
    throw new Refusal({ message: `"${pattern}" is not an account id (twelve digits, * allowed).`, offset: token.offset })
  return { op: 'term', term: { kind, pattern } }
}

function termKind(name: string): TermKind | undefined {
  const lower = name.toLowerCase()
  return termKinds.find((kind) => kind === lower) ?? ALIASES[lower]
}

function pairTerm(kind: 'badge' | 'tag', raw: string, token: Token): Selector {
  const equals = unquotedIndex(raw, '=')
  const key = unquote(equals < 0 ? raw : raw.slice(0, equals))
  if (key === '') throw new Refusal({ message: `"${kind}:" needs a key before "=".`, offset: token.offset })
  return { op: 'term', term: { kind, key, value: equals < 0 ? undefined : unquote(raw.slice(equals + 1)) } }
}

function ouTerm(raw: string, token: Token): Extract<Selector, { op: 'term' }>['term'] {
  const id = OU_ID.exec(raw)
  if (id !== null) return { kind: 'ou', by: 'id', id: id[1]!, below: id[2] !== undefined }
  const path = unquote(raw)
  const segments = splitOrgPath(path.startsWith('/') ? `Root${path}` : path)
  if (segments.some((segment) => segment === '')) {
    throw new Refusal({
      message: `"${path}" has an empty path segment.`,
      offset: token.offset,
      suggestion: 'A / inside a name is written \\/; a path does not end in /.',
    })
  }
  if (segments[0] !== 'Root' && segments[0] !== '**') {
    throw new Refusal({
      message: `"${path}" does not start at Root.`,
      offset: token.offset,
      suggestion: `Write ou:Root/${path} or an id, ou:ou-….`,
    })
  }
  return { kind: 'ou', by: 'path', segments }
}

function unquotedIndex(text: string, wanted: string): number {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at++
    else if (text[at] === '"') quoted = !quoted
    else if (!quoted && text[at] === wanted) return at
  }
  return -1
}

/** Removes the quotes; inside them, `\"` and `\\` stand for `"` and `\`. */
function unquote(text: string): string {
  let out = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '"') quoted = !quoted
    else if (quoted && char === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) out += text[++at]!
    else out += char
  }
  return out
}
