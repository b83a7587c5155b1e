import type { Environment } from '../decide/environment.ts'
import { runTests } from './condition.ts'
import { fragile, near, no, type Outcome, yes } from './outcome.ts'
import type { Candidate } from './plan.ts'
import { direct, type Naming, unnamed } from './principal.ts'
import { runResource } from './resource.ts'
import type { CompiledStatement } from './statement.ts'

/** Everything but the action. */
export function runStatement({ statement, column }: Candidate, environment: Environment): Outcome {
  if (statement.principals !== undefined && statement.principals(environment) === unnamed) return no
  const { resources, tests } = statement
  const resource = resources === undefined ? yes : runResource(resources, environment, column)
  if (resource === no || tests.length === 0) return resource
  return both(resource, runTests(tests, environment))
}

/** How a matching statement of a resource policy names the caller. */
export function namingOf(statement: CompiledStatement, environment: Environment): Naming {
  return statement.principals === undefined ? direct : statement.principals(environment)
}

function both(a: Outcome, b: Outcome): Outcome {
  if (a === no || b === no) return no
  if (a === near || b === near) return near
  return a === fragile || b === fragile ? fragile : yes
}
