import { dateOperator } from './date.ts'

export const dateLessThan = dateOperator('DateLessThan', (comparison) => comparison < 0)
