import { compileArn } from '../match/arn.ts'
import type { ConditionOperator } from './operator.ts'

/** Each of the six ARN fields is matched on its own, case-sensitively, with wildcards. */
export const arnLike: ConditionOperator = { name: 'ArnLike', negated: false, values: 'arn', read: compileArn }
