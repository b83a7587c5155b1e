import { negate } from './operator.ts'
import { arnEquals } from './arn-equals.ts'

export const arnNotEquals = negate(arnEquals, 'ArnNotEquals')
