import { numericOperator } from './numeric.ts'

export const numericEquals = numericOperator('NumericEquals', (comparison) => comparison === 0)
