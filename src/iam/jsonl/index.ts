export type { EvaluateOptions, EvaluateSummary } from './evaluate-lines.ts'
export { evaluateLines, LineEvaluator } from './evaluate-lines.ts'
export type { InputLine } from './split-lines.ts'
export { lineBytesMax, oversizedLine, splitLines } from './split-lines.ts'
