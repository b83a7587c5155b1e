import { dateOperator } from './date.ts'

export const dateLessThanEquals = dateOperator('DateLessThanEquals', (comparison) => comparison <= 0)
