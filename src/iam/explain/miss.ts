import { runTest } from '../compile/condition.ts'
import { near, no } from '../compile/outcome.ts'
import { unnamed } from '../compile/principal.ts'
import { runResource } from '../compile/resource.ts'
import type { CompiledStatement } from '../compile/statement.ts'
import type { Environment } from '../decide/environment.ts'
import { absent } from '../decide/key.ts'
import { operatorName } from '../language/operator-name.ts'
import type { ParsedStatement } from '../language/policy.ts'
import type { Miss } from './explanation.ts'

/** The first element that keeps the statement from matching; `undefined` when it matches. The action is taken to match. */
export function firstMiss(statement: CompiledStatement, environment: Environment): Miss | undefined {
  const { source } = statement
  if (statement.principals !== undefined && statement.principals(environment) === unnamed)
    return { element: 'principal', expected: principalNames(source), found: environment.principal.arn }
  if (statement.resources !== undefined) {
    const outcome = runResource(statement.resources, environment)
    if (outcome === no || outcome === near)
      return { element: 'resource', expected: source.resources?.values ?? [], found: environment.resource }
  }
  for (const test of statement.tests) {
    const outcome = runTest(test, environment)
    if (outcome !== no && outcome !== near) continue
    const value = environment.value(test.key)
    const found = value === undefined || value === absent ? null : value
    return { element: 'condition', operator: operatorName(test.source), key: test.source.key, expected: test.source.values, found }
  }
  return undefined
}

function principalNames({ principals }: ParsedStatement): readonly string[] {
  if (principals === undefined) return []
  return principals.everyone ? ['*'] : principals.entries.flatMap((entry) => entry.values)
}

/** A miss as half a sentence: "StringEquals on aws:RequestedRegion wants eu-west-1, the request does not carry the key". */
export function describeMiss({ element, operator, key, expected, found }: Miss): string {
  const wanted = expected.length > 3 ? `${expected.slice(0, 3).join(', ')} and ${expected.length - 3} more` : expected.join(', ')
  if (element === 'principal') return `its principal is ${wanted}, not ${String(found)}`
  if (element === 'resource') return `its resource is ${wanted}, not ${String(found)}`
  const has =
    found === null ? 'the request does not carry the key' : `the request has ${typeof found === 'string' ? found : found.join(', ')}`
  return `${operator} on ${key} asks for ${wanted}; ${has}`
}
