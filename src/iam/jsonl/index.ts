export type { EvaluateOptions, EvaluateSummary } from './evaluate-lines.ts'
export { evaluateLines, LineEvaluator } from './evaluate-lines.ts'
export type { InputLine } from './split-lines.ts'
export { splitLines } from './split-lines.ts'
