import { arnLike } from './arn-like.ts'
import type { ConditionOperator } from './operator.ts'

/** Behaves as `ArnLike` does, wildcards included: AWS documents the two as identical. */
export const arnEquals: ConditionOperator = { ...arnLike, name: 'ArnEquals' }
