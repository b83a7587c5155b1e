// Written by `npm run gen`. Do not edit.
import { describeStackSetOperation } from './operations/describe-stack-set-operation.ts'
import { describeStackSet } from './operations/describe-stack-set.ts'
import { listStackInstances } from './operations/list-stack-instances.ts'
import { listStackSetOperationResults } from './operations/list-stack-set-operation-results.ts'
import { listStackSetOperations } from './operations/list-stack-set-operations.ts'
import { listStackSets } from './operations/list-stack-sets.ts'

export const operations = [
  describeStackSetOperation,
  describeStackSet,
  listStackInstances,
  listStackSetOperationResults,
  listStackSetOperations,
  listStackSets,
] as const
