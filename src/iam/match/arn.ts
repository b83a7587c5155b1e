import { acceptsEverything, compileTokens, type Matcher } from './glob.ts'
import { type Token, tokenize } from './tokens.ts'

/** The six colon fields of an ARN; the last keeps its own colons. */
export type ArnFields = readonly [string, string, string, string, string, string]

/** Splits at the first five colons; `undefined` when there are fewer or the text does not start with `arn`. */
export function splitArn(text: string): ArnFields | undefined {
  if (!text.startsWith('arn:')) return undefined
  const fields: string[] = []
  let start = 0
  for (let count = 0; count < 5; count++) {
    const colon = text.indexOf(':', start)
    if (colon < 0) return undefined
    fields.push(text.slice(start, colon))
    start = colon + 1
  }
  fields.push(text.slice(start))
  return fields as unknown as ArnFields
}

/** Splits tokens at the first five colons that stand in literal text. */
export function splitTokens(tokens: readonly Token[]): Token[][] {
  const fields: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind !== 'text') {
      fields.at(-1)!.push(token)
      continue
    }
    let rest = token.text
    while (fields.length < 6) {
      const colon = rest.indexOf(':')
      if (colon < 0) break
      if (colon > 0) fields.at(-1)!.push({ kind: 'text', text: rest.slice(0, colon) })
      fields.push([])
      rest = rest.slice(colon + 1)
    }
    if (rest !== '') fields.at(-1)!.push({ kind: 'text', text: rest })
  }
  return fields
}

/**
 * Matches ARNs as `ArnLike` does: each of the six fields on its own, case-sensitive, so that no wildcard crosses the first five colons.
 * A lone `*` matches every ARN; a value with fewer than six fields matches none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnTokens(tokens: readonly Token[]): Matcher {
  if (tokens.length === 1 && tokens[0]!.kind === 'star') return (value) => splitArn(value) !== undefined
  const fields = splitTokens(tokens)
  if (fields.length < 6) return () => false
  const matchers = fields.map((field) => compileTokens(field))
  const first = tokens[0]!
  const prefix = first.kind === 'text' ? first.text : ''
  return (value) => value.startsWith(prefix) && fieldsMatch(matchers, value)
}

export function compileArn(pattern: string): Matcher {
  return compileArnTokens(tokenize(pattern, false))
}

/** Runs one matcher per field without cutting fields that any text satisfies. */
export function fieldsMatch(matchers: readonly Matcher[], value: string): boolean {
  let start = 0
  for (let index = 0; index < 5; index++) {
    const colon = value.indexOf(':', start)
    if (colon < 0) return false
    const matcher = matchers[index]!
    if (!acceptsEverything(matcher) && !matcher(value.slice(start, colon))) return false
    start = colon + 1
  }
  const last = matchers[5]!
  return acceptsEverything(last) || last(value.slice(start))
}
