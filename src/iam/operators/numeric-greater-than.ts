import { numericOperator } from './numeric.ts'

export const numericGreaterThan = numericOperator('NumericGreaterThan', (comparison) => comparison > 0)
