import type { Environment } from '../decide/environment.ts'
import { keyRef, type KeyRef } from '../decide/key.ts'
import type { Matcher } from '../match/glob.ts'
import type { Token } from '../match/tokens.ts'

/** Values of variables for which a template keeps its matcher. */
const matchersMax = 256

/** A policy value with variables, which becomes a matcher once a request is known. */
export type Template = {
  /** Literal text before the first variable or wildcard: what does not start with it cannot match. */
  readonly prefix: string
  readonly keys: readonly KeyRef[]
  /** `undefined` when a variable without default has no single value: the text then matches nothing. */
  readonly matcher: (environment: Environment) => Matcher | undefined
}

/** Compiles tokens with variables. Values put in for variables are literal text: wildcards in them mean themselves. */
export function compileTemplate(tokens: readonly Token[], build: (resolved: readonly Token[]) => Matcher): Template {
  const variables = tokens.flatMap((token) => (token.kind === 'variable' ? [{ key: keyRef(token.key), fallback: token.fallback }] : []))
  const first = tokens[0]
  let matchers = new Map<string, Matcher>()
  return {
    prefix: first?.kind === 'text' ? first.text : '',
    keys: variables.map(({ key }) => key),
    matcher: (environment) => {
      const values: string[] = []
      for (const { key, fallback } of variables) {
        const value = environment.value(key)
        const text = typeof value === 'string' ? value : fallback
        if (text === undefined) return undefined
        values.push(text)
      }
      const name = values.length === 1 ? values[0]! : values.join('\0')
      const known = matchers.get(name)
      if (known !== undefined) return known
      if (matchers.size >= matchersMax) matchers = new Map()
      const matcher = build(fill(tokens, values))
      matchers.set(name, matcher)
      return matcher
    },
  }
}

function fill(tokens: readonly Token[], values: readonly string[]): Token[] {
  let next = 0
  return tokens.map((token) => (token.kind === 'variable' ? { kind: 'text', text: values[next++]! } : token))
}

/** Whether some variable's key is not known (rather than known to be absent). */
export function hasUnknownVariable(keys: readonly KeyRef[], environment: Environment): boolean {
  return keys.some((key) => environment.value(key) === undefined)
}

/** Literal text of tokens without variables, for operators that have no wildcards. */
export function literalText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === 'text' ? token.text : token.kind === 'star' ? '*' : token.kind === 'one' ? '?' : ''))
    .join('')
}
