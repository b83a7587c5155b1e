import { numericOperator } from './numeric.ts'

export const numericLessThanEquals = numericOperator('NumericLessThanEquals', (comparison) => comparison <= 0)
