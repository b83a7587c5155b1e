import { arnEquals } from './arn-equals.ts'
import { arnLike } from './arn-like.ts'
import { arnNotEquals } from './arn-not-equals.ts'
import { arnNotLike } from './arn-not-like.ts'
import { binaryEquals } from './binary-equals.ts'
import { bool } from './bool.ts'
import { dateEquals } from './date-equals.ts'
import { dateGreaterThanEquals } from './date-greater-than-equals.ts'
import { dateGreaterThan } from './date-greater-than.ts'
import { dateLessThanEquals } from './date-less-than-equals.ts'
import { dateLessThan } from './date-less-than.ts'
import { dateNotEquals } from './date-not-equals.ts'
import { ipAddress } from './ip-address.ts'
import { notIpAddress } from './not-ip-address.ts'
import { nullOperator } from './null.ts'
import { numericEquals } from './numeric-equals.ts'
import { numericGreaterThanEquals } from './numeric-greater-than-equals.ts'
import { numericGreaterThan } from './numeric-greater-than.ts'
import { numericLessThanEquals } from './numeric-less-than-equals.ts'
import { numericLessThan } from './numeric-less-than.ts'
import { numericNotEquals } from './numeric-not-equals.ts'
import { stringEqualsIgnoreCase } from './string-equals-ignore-case.ts'
import { stringEquals } from './string-equals.ts'
import { stringLike } from './string-like.ts'
import { stringNotEqualsIgnoreCase } from './string-not-equals-ignore-case.ts'
import { stringNotEquals } from './string-not-equals.ts'
import { stringNotLike } from './string-not-like.ts'
import type { ConditionOperator } from './operator.ts'

export const operators: readonly ConditionOperator[] = [
  arnEquals,
  arnLike,
  arnNotEquals,
  arnNotLike,
  binaryEquals,
  bool,
  dateEquals,
  dateGreaterThanEquals,
  dateGreaterThan,
  dateLessThanEquals,
  dateLessThan,
  dateNotEquals,
  ipAddress,
  notIpAddress,
  nullOperator,
  numericEquals,
  numericGreaterThanEquals,
  numericGreaterThan,
  numericLessThanEquals,
  numericLessThan,
  numericNotEquals,
  stringEqualsIgnoreCase,
  stringEquals,
  stringLike,
  stringNotEqualsIgnoreCase,
  stringNotEquals,
  stringNotLike,
]

const byName = new Map(operators.map((operator) => [operator.name, operator]))

/** Finds an operator by its exact name, without quantifier and `IfExists`. */
export function findOperator(name: string): ConditionOperator | undefined {
  return byName.get(name)
}
