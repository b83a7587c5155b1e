import { negate } from './operator.ts'
import { arnLike } from './arn-like.ts'

export const arnNotLike = negate(arnLike, 'ArnNotLike')
