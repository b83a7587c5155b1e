import type { ParsedCondition } from './policy.ts'

const prefixes = { none: '', all: 'ForAllValues:', any: 'ForAnyValue:' } as const

/** The operator as a policy writes it, with quantifier and `IfExists`. */
export function operatorName({ quantifier, operator, ifExists }: Pick<ParsedCondition, 'quantifier' | 'operator' | 'ifExists'>): string {
  return `${prefixes[quantifier]}${operator}${ifExists ? 'IfExists' : ''}`
}
