import { dateOperator } from './date.ts'

export const dateGreaterThan = dateOperator('DateGreaterThan', (comparison) => comparison > 0)
