export type { OuTerm, PairTerm, ParsedSelector, Selector, SelectorError, ValueTerm } from './ast.ts'
export { matchSelector, type AccountFacts, type KnownPairs, type Truth } from './match-selector.ts'
export { parseSelector } from './parse-selector.ts'
export { printSelector } from './print-selector.ts'
