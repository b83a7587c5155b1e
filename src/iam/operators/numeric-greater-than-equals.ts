import { numericOperator } from './numeric.ts'

export const numericGreaterThanEquals = numericOperator('NumericGreaterThanEquals', (comparison) => comparison >= 0)
