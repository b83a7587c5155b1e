import type { PolicyType } from '../types.ts'
import type { Problems } from './problem.ts'

export type Path = readonly (string | number)[]
export type StatementContext = {
  readonly type: PolicyType
  readonly index: number
  readonly path: Path
  readonly withVariables: boolean
  readonly problems: Problems
}
