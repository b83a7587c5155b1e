import { compileTokens, type Matcher } from './glob.ts'
import { type Token, tokenize } from './tokens.ts'

/**
 * Compiles a `Resource` value. `*` at the end of an ARN segment, and any wildcard from the sixth field on, may run across colons;
 * a wildcard in the middle of one of the first five fields stays inside it. Case-sensitive; `/` is an ordinary character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileResource(pattern: string): Matcher {
  return compileResourceTokens(tokenize(pattern, false))
}

export function compileResourceTokens(tokens: readonly Token[]): Matcher {
  const bounds = confinedTokens(tokens)
  if (bounds.size === 0) return compileTokens(tokens)
  return (value) => simulate(tokens, bounds, value)
}

/** Positions of wildcards that may not swallow a colon. */
function confinedTokens(tokens: readonly Token[]): Set<number> {
  const confined = new Set<number>()
  let colons = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text') colons += countColons(token.text)
    if (colons >= 5) break
    if (token.kind === 'one' || (token.kind === 'star' && !endsSegment(tokens, index))) confined.add(index)
  }
  return confined
}

function endsSegment(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1]
  return next === undefined || (next.kind === 'text' && next.text.startsWith(':'))
}

function countColons(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count++
  return count
}

/** Runs all ways to match at once, one row of reachable positions per token: pattern length × value length steps at most. */
function simulate(tokens: readonly Token[], confined: ReadonlySet<number>, value: string): boolean {
  let reachable = new Uint8Array(value.length + 1)
  reachable[0] = 1
  for (const [index, token] of tokens.entries()) {
    const next = new Uint8Array(value.length + 1)
    if (token.kind === 'text') {
      for (let at = 0; at < value.length; at++)
        if (reachable[at] === 1 && value.startsWith(token.text, at)) next[at + token.text.length] = 1
    } else if (token.kind === 'one') {
      for (let at = 0; at < value.length; at++) if (reachable[at] === 1 && !(confined.has(index) && value[at] === ':')) next[at + 1] = 1
    } else spread(reachable, next, confined.has(index) ? value : undefined)
    reachable = next
  }
  return reachable[value.length] === 1
}

function spread(from: Uint8Array, to: Uint8Array, stopAtColonsOf: string | undefined): void {
  let alive = false
  for (let at = 0; at < to.length; at++) {
    if (alive && at > 0 && stopAtColonsOf !== undefined && stopAtColonsOf[at - 1] === ':') alive = false
    if (from[at] === 1) alive = true
    if (alive) to[at] = 1
  }
}

/** Whether a value may stand in `Resource`: `*` alone, or six ARN fields, or fewer when a `*` at the end stands for the rest. */
export function isResourceForm(pattern: string): boolean {
  if (pattern === '*') return true
  if (!pattern.startsWith('arn:')) return false
  return countColons(pattern) >= 5 || pattern.endsWith('*')
}
