import { dateOperator } from './date.ts'

export const dateGreaterThanEquals = dateOperator('DateGreaterThanEquals', (comparison) => comparison >= 0)
