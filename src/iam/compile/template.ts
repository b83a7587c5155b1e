import { compileArnTokens } from '../match/arn.ts'
import { compileTokens, type Matcher } from '../match/glob.ts'
import type { Token } from '../match/tokens.ts'
import type { Environment } from '../decide/environment.ts'
import { keyRef, type KeyRef } from '../decide/key.ts'

/** A policy value with variables, which becomes a matcher once a request is known. */
export type Template = {
  /** Literal text before the first variable or wildcard: what does not start with it cannot match. */
  readonly prefix: string
  readonly keys: readonly KeyRef[]
  /** `undefined` when a variable without default has no single value: the text then matches nothing. */
  readonly resolve: (environment: Environment) => readonly Token[] | undefined
}

/** Compiles tokens with variables. Values put in for variables are literal text: wildcards in them mean themselves. */
export function compileTemplate(tokens: readonly Token[]): Template {
  const parts = tokens.map((token) => (token.kind === 'variable' ? { key: keyRef(token.key), fallback: token.fallback } : token))
  const keys = parts.flatMap((part) => ('key' in part && part.fallback === undefined ? [part.key] : []))
  const first = tokens[0]
  return {
    prefix: first?.kind === 'text' ? first.text : '',
    keys,
    resolve: (environment) => {
      const resolved: Token[] = []
      for (const part of parts) {
        if (!('key' in part)) {
          resolved.push(part)
          continue
        }
        const text = singleValue(environment, part.key) ?? part.fallback
        if (text === undefined) return undefined
        resolved.push({ kind: 'text', text })
      }
      return resolved
    },
  }
}

function singleValue(environment: Environment, key: KeyRef): string | undefined {
  const value = environment.value(key)
  return typeof value === 'string' ? value : undefined
}

/** Whether some variable has no value because its key is not known (rather than known to be absent). */
export function hasUnknownVariable(keys: readonly KeyRef[], environment: Environment): boolean {
  return keys.some((key) => environment.value(key) === undefined)
}

/** Literal text of tokens without variables, for operators that have no wildcards. */
export function literalText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === 'text' ? token.text : token.kind === 'star' ? '*' : token.kind === 'one' ? '?' : ''))
    .join('')
}

export function matcherFor(tokens: readonly Token[], kind: 'pattern' | 'arn'): Matcher {
  return kind === 'arn' ? compileArnTokens(tokens) : compileTokens(tokens)
}
