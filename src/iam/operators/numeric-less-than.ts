import { numericOperator } from './numeric.ts'

export const numericLessThan = numericOperator('NumericLessThan', (comparison) => comparison < 0)
