import { isEscaped } from './scan.ts'

/** A JSON value with its place in the text. */
export type JsonNode = {
  readonly start: number
  readonly end: number
  readonly members?: readonly JsonMember[]
  readonly items?: readonly JsonNode[]
}
export type JsonMember = { readonly key: string; readonly keyStart: number; readonly node: JsonNode }
export type JsonFault = { readonly offset: number; readonly message: string }

/** Deeper than any policy can be; a parser that recurses must not be led deeper than its stack. */
export const depthMax = 64

/**
 * Parses JSON for positions: where every value and key stands, repeated keys kept. Used only where something is to be reported, the
 * values themselves come from the faster built-in parser. Never throws; a fault says where the text stops being JSON.
 */
export function parseTree(text: string): { readonly root?: JsonNode; readonly fault?: JsonFault } {
  const reader = new Reader(text)
  try {
    return { root: reader.document() }
  } catch (error) {
    if (error instanceof Fault) return { fault: { offset: error.offset, message: error.message } }
    throw error
  }
}

class Fault extends Error {
  readonly offset: number
  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

const literalForm = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): JsonNode {
    const node = this.#value(0)
    this.#space()
    if (this.#at < this.#text.length) this.#fail('there is text after the end of the document')
    return node
  }

  #value(depth: number): JsonNode {
    this.#space()
    const start = this.#at
    if (depth > depthMax) this.#fail(`values are nested more than ${depthMax} deep`)
    const first = this.#text[start]
    if (first === '{') {
      const members = this.#list('}', () => this.#member(depth + 1))
      return { start, end: this.#at, members }
    }
    if (first === '[') {
      const items = this.#list(']', () => this.#value(depth + 1))
      return { start, end: this.#at, items }
    }
    if (first === '"') this.#string()
    else if (this.#match(literalForm) === undefined)
      this.#fail(first === undefined ? 'the text ends before the document does' : 'expected a JSON value')
    return { start, end: this.#at }
  }

  #list<Item>(close: string, read: () => Item): Item[] {
    this.#at++
    const items: Item[] = []
    this.#space()
    if (this.#take(close)) return items
    for (;;) {
      items.push(read())
      this.#space()
      if (this.#take(close)) return items
      if (!this.#take(','))
        this.#fail(this.#at >= this.#text.length ? 'the text ends before the document does' : `expected "," or "${close}"`)
    }
  }

  #member(depth: number): JsonMember {
    this.#space()
    const keyStart = this.#at
    if (this.#text[keyStart] !== '"') this.#fail('expected a key in double quotes')
    const key = JSON.parse(this.#string()) as string
    this.#space()
    if (!this.#take(':')) this.#fail('expected ":" after the key')
    return { key, keyStart, node: this.#value(depth) }
  }

  #string(): string {
    const open = this.#at
    const problem = 'the string is not closed, or holds a control character or an unknown escape'
    let close = this.#text.indexOf('"', open + 1)
    while (close >= 0 && isEscaped(this.#text, close)) close = this.#text.indexOf('"', close + 1)
    if (close < 0) this.#fail(problem)
    const raw = this.#text.slice(open, close + 1)
    if (!isString(raw)) this.#fail(problem)
    this.#at = close + 1
    return raw
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at
    const found = form.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.#at++
    }
  }

  #fail(message: string): never {
    throw new Fault(this.#at, message)
  }
}

/** The built-in parser knows what a string may hold. */
function isString(raw: string): boolean {
  try {
    return typeof JSON.parse(raw) === 'string'
  } catch {
    return false
  }
}
