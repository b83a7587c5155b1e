/** https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2 */
export type Comparison = (typeof comparisons)[number]
const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const

/** Names in lower case: SCIM does not tell `userName` from `USERNAME`. */
export type AttributePath = {
  /** The URN in front of the attribute, when there is one. */
  readonly schema?: string
  readonly attribute: string
  readonly sub?: string
}

export type FilterValue = string | number | boolean | null
export type Filter =
  | { readonly op: 'and' | 'or'; readonly items: readonly Filter[] }
  | { readonly op: 'not'; readonly item: Filter }
  | { readonly op: 'present'; readonly path: AttributePath }
  | { readonly op: 'compare'; readonly path: AttributePath; readonly comparison: Comparison; readonly value: FilterValue }
  /** `emails[type eq "work"]`: one and the same value fits all of it. */
  | { readonly op: 'values'; readonly path: AttributePath; readonly filter: Filter }

/** Where a patch operation works: an attribute, or those of its values that a filter selects. */
export type PatchPath = { readonly path: AttributePath; readonly filter?: Filter }

export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'invalid'; readonly message: string; readonly offset: number }

/** More than any directory sends, and little enough that neither the parser nor the database suffers. */
const lengthMax = 8000
const depthMax = 20
const termsMax = 200

/** Reads a filter whole or says what is wrong and where. Never throws, whatever the text. */
export function parseFilter(text: string): Parsed<Filter> {
  return read(text, (cursor) => readOr(cursor, 'anywhere', 0))
}

/** Reads the path of a patch operation: `members[value eq "…"]`, `emails[type eq "work"].value`, `name.givenName`. */
export function parsePatchPath(text: string): Parsed<PatchPath> {
  return read(text, (cursor) => {
    const path = readPath(cursor)
    if (cursor.peek().kind !== '[') return { path }
    if (path.sub !== undefined) throw cursor.fault('A filter stands behind an attribute, not behind a part of one.')
    const filter = readBracket(cursor)
    const next = cursor.peek()
    if (next.kind !== 'dotted') return { path, filter }
    cursor.take()
    return { path: { ...path, sub: next.text.toLowerCase() }, filter }
  })
}

type Token =
  | { readonly kind: 'name' | 'dotted' | 'string' | 'number'; readonly text: string; readonly at: number }
  | { readonly kind: '(' | ')' | '[' | ']' | 'end'; readonly text: string; readonly at: number }

type Cursor = {
  readonly peek: () => Token
  readonly take: () => Token
  readonly fault: (message: string) => FilterFault
  readonly countTerm: () => void
}

class FilterFault extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

function read<T>(text: string, readWhole: (cursor: Cursor) => T): Parsed<T> {
  try {
    if (text.length > lengthMax) throw new FilterFault(`Longer than ${lengthMax} characters.`, lengthMax)
    const cursor = cursorOf(tokensOf(text))
    const value = readWhole(cursor)
    if (cursor.peek().kind !== 'end') throw cursor.fault('Nothing is expected here.')
    return { kind: 'ok', value }
  } catch (error) {
    if (error instanceof FilterFault) return { kind: 'invalid', message: error.message, offset: error.offset }
    throw error
  }
}

const shapes =
  /(?<space>\s+)|(?<mark>[()[\]])|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d[\w.+-]*)|(?<dotted>\.[A-Za-z$][\w$-]*)|(?<name>[A-Za-z$][\w$.:-]*)/uy

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  shapes.lastIndex = 0
  for (let at = 0; at < text.length; at = shapes.lastIndex) {
    const found = shapes.exec(text)?.groups
    if (found === undefined) throw new FilterFault('This character means nothing here.', at)
    const { mark, string, number, dotted, name } = found
    if (mark !== undefined) tokens.push({ kind: mark as '(', text: mark, at })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (dotted !== undefined) tokens.push({ kind: 'dotted', text: dotted.slice(1), at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }]
}

function cursorOf(tokens: readonly Token[]): Cursor {
  let next = 0
  let terms = 0
  const peek = (): Token => tokens[Math.min(next, tokens.length - 1)]!
  const fault = (message: string): FilterFault => new FilterFault(message, peek().at)
  return {
    peek,
    fault,
    take: () => {
      const token = peek()
      next += 1
      return token
    },
    countTerm: () => {
      terms += 1
      if (terms > termsMax) throw fault(`More than ${termsMax} comparisons.`)
    },
  }
}

/** Brackets do not nest (RFC 7644, figure 1). */
type Place = 'anywhere' | 'in_brackets'

function readOr(cursor: Cursor, place: Place, depth: number): Filter {
  return readChain(cursor, 'or', () => readChain(cursor, 'and', () => readTerm(cursor, place, depth)))
}

function readChain(cursor: Cursor, word: 'and' | 'or', readItem: () => Filter): Filter {
  const items = [readItem()]
  while (isWord(cursor, word)) {
    cursor.take()
    items.push(readItem())
  }
  return items.length === 1 ? items[0]! : { op: word, items }
}

function readTerm(cursor: Cursor, place: Place, depth: number): Filter {
  if (depth > depthMax) throw cursor.fault(`Nested deeper than ${depthMax}.`)
  if (isWord(cursor, 'not')) {
    cursor.take()
    if (cursor.peek().kind !== '(') throw cursor.fault('"not" is followed by a filter in round brackets.')
    return { op: 'not', item: readGroup(cursor, place, depth) }
  }
  if (cursor.peek().kind === '(') return readGroup(cursor, place, depth)
  cursor.countTerm()
  const path = readPath(cursor)
  if (cursor.peek().kind === '[') {
    if (place === 'in_brackets' || path.sub !== undefined) throw cursor.fault('A filter of values cannot stand here.')
    const filter = readBracket(cursor)
    if (cursor.peek().kind !== 'dotted') return { op: 'values', path, filter }
    // Entra ID's `emails[type eq "work"].value eq "…"`: about one and the same value, like the rest of it.
    const sub = { attribute: cursor.take().text.toLowerCase() }
    return { op: 'values', path, filter: { op: 'and', items: [filter, readOperation(cursor, sub)] } }
  }
  return readOperation(cursor, path)
}

function readOperation(cursor: Cursor, path: AttributePath): Filter {
  const operator = cursor.peek().kind === 'name' ? cursor.peek().text.toLowerCase() : ''
  if (operator === 'pr') {
    cursor.take()
    return { op: 'present', path }
  }
  const comparison = comparisons.find((known) => known === operator)
  if (comparison === undefined) throw cursor.fault(`An operator is expected here: ${comparisons.join(', ')} or pr.`)
  cursor.take()
  return { op: 'compare', path, comparison, value: readValue(cursor) }
}

function readGroup(cursor: Cursor, place: Place, depth: number): Filter {
  cursor.take()
  const filter = readOr(cursor, place, depth + 1)
  expect(cursor, ')')
  return filter
}

function readBracket(cursor: Cursor): Filter {
  cursor.take()
  const filter = readOr(cursor, 'in_brackets', 0)
  expect(cursor, ']')
  return filter
}

function expect(cursor: Cursor, kind: ')' | ']'): void {
  if (cursor.peek().kind !== kind) throw cursor.fault(`${kind} is expected here.`)
  cursor.take()
}

function isWord(cursor: Cursor, word: string): boolean {
  const { kind, text } = cursor.peek()
  return kind === 'name' && text.toLowerCase() === word
}

/** `userName`, `name.givenName`, `urn:ietf:params:scim:schemas:core:2.0:User:name.givenName`. */
function readPath(cursor: Cursor): AttributePath {
  const { kind, text } = cursor.peek()
  if (kind !== 'name') throw cursor.fault('The name of an attribute is expected here.')
  const lower = text.toLowerCase()
  const colon = lower.startsWith('urn:') ? lower.lastIndexOf(':') : -1
  const [attribute = '', sub, ...rest] = lower.slice(colon + 1).split('.')
  if (!isName(attribute) || (sub !== undefined && !isName(sub)) || rest.length > 0)
    throw cursor.fault(`${text} is no path of an attribute.`)
  cursor.take()
  return { attribute, ...(colon >= 0 && { schema: lower.slice(0, colon) }), ...(sub !== undefined && { sub }) }
}

function isName(text: string): boolean {
  return /^[a-z$][\w$-]*$/.test(text)
}

/** A JSON value: https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2 (compValue). */
function readValue(cursor: Cursor): FilterValue {
  const { kind, text } = cursor.peek()
  const literal = kind === 'name' ? text.toLowerCase() : text
  if (kind === 'string' || kind === 'number' || ['true', 'false', 'null'].includes(literal)) {
    const value = parseJson(literal)
    if (value !== undefined) {
      cursor.take()
      return value
    }
  }
  throw cursor.fault('A value is expected here: text in double quotes, a number, true, false or null.')
}

function parseJson(text: string): FilterValue | undefined {
  try {
    return JSON.parse(text) as FilterValue
  } catch {
    return undefined
  }
}
