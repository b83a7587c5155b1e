import { dateOperator } from './date.ts'

export const dateEquals = dateOperator('DateEquals', (comparison) => comparison === 0)
