import { negate } from './operator.ts'
import { stringEquals } from './string-equals.ts'

export const stringNotEquals = negate(stringEquals, 'StringNotEquals')
