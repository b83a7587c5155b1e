import { compileGlob } from '../match/glob.ts'
import type { ConditionOperator } from './operator.ts'

/** Case-sensitive; `*` stands for any run of characters, `?` for exactly one. */
export const stringLike: ConditionOperator = { name: 'StringLike', negated: false, values: 'pattern', read: compileGlob }
