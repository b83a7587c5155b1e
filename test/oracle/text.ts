import type { Keys } from './keys.ts'

/** One sign of a policy text after its variables were replaced: a sign that stands for itself, or a wildcard. */
export type Sign = { readonly kind: 'literal'; readonly char: string } | { readonly kind: 'any_run' } | { readonly kind: 'any_one' }

const variableForm = /^\$\{([^},]+?)(?:, '([^']*)')?\}/u

function literal(text: string): Sign[] {
  return Array.from(text, (char) => ({ kind: 'literal' as const, char }))
}

/**
 * Reads a policy text sign by sign. IAM User Guide, reference_policies_variables: variables stand only in documents of version
 * 2012-10-17, otherwise they are plain text; `${*}`, `${?}` and `${$}` are those characters; a default in single quotes is used where
 * the key is missing; a key without value and default cannot be replaced. `undefined` means that it cannot be.
 */
export function readText(text: string, version: string | undefined, keys: Keys): Sign[] | undefined {
  const signs: Sign[] = []
  let rest = text
  while (rest !== '') {
    const found = version === '2012-10-17' ? variableForm.exec(rest) : null
    if (found !== null) {
      const name = found[1]!
      const given = ['*', '?', '$'].includes(name) ? [name] : keys.valuesOf(name)
      const value = given?.length === 1 ? given[0] : found[2]
      if (value === undefined) return undefined
      signs.push(...literal(value))
      rest = rest.slice(found[0].length)
      continue
    }
    const char = String.fromCodePoint(rest.codePointAt(0)!)
    if (char === '*') signs.push({ kind: 'any_run' })
    else if (char === '?') signs.push({ kind: 'any_one' })
    else signs.push({ kind: 'literal', char })
    rest = rest.slice(char.length)
  }
  return signs
}

/** "An asterisk represents any combination of characters, a question mark any single character" (reference_policies_elements_action, _resource). */
export function matchesSigns(signs: readonly Sign[], text: readonly string[]): boolean {
  const [first, ...others] = signs
  if (first === undefined) return text.length === 0
  if (first.kind === 'literal') return text[0] === first.char && matchesSigns(others, text.slice(1))
  if (first.kind === 'any_one') return text.length > 0 && matchesSigns(others, text.slice(1))
  if (others.length === 0) return true
  for (let taken = 0; taken <= text.length; taken += 1) if (matchesSigns(others, text.slice(taken))) return true
  return false
}

/** The text of signs taken at their face: what an operator without wildcards compares. */
export function faceValue(signs: readonly Sign[]): string {
  return signs.map((sign) => (sign.kind === 'literal' ? sign.char : sign.kind === 'any_run' ? '*' : '?')).join('')
}

/** Splits at the first five colons: the six fields of an ARN (IAM User Guide, reference-arns). */
export function arnFields(signs: readonly Sign[]): Sign[][] {
  const fields: Sign[][] = [[]]
  for (const sign of signs)
    if (fields.length < 6 && sign.kind === 'literal' && sign.char === ':') fields.push([])
    else fields.at(-1)!.push(sign)
  return fields
}
