import type { ParsedPrincipals, PrincipalKind } from '../language/policy.ts'
import type { Environment } from '../decide/environment.ts'
import { keyRef } from '../decide/key.ts'
import { lastSegment } from '../decide/principal.ts'

/**
 * How a resource policy names the caller. `account` only hands the decision to the caller's identity policies; `role` grants to the role,
 * whose sessions stay within boundary and session policy; `direct` grants to the user or session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
export const unnamed = 0
export const byAccount = 1
export const byRole = 2
export const direct = 3
export type Naming = typeof unnamed | typeof byAccount | typeof byRole | typeof direct

export type PrincipalTest = (environment: Environment) => Naming

const userId = keyRef('aws:userid')
const everyone: PrincipalTest = () => direct

/** Compiles `Principal` or `NotPrincipal`. */
export function compilePrincipals(parsed: ParsedPrincipals): PrincipalTest {
  const tests = parsed.everyone
    ? [everyone]
    : parsed.entries.flatMap(({ kind, values }) => values.map((value) => compileEntry(kind, value)))
  const naming: PrincipalTest = (environment) => {
    let best: Naming = unnamed
    for (const test of tests) {
      const found = test(environment)
      if (found > best) best = found
    }
    return best
  }
  if (!parsed.negated) return tests.length === 1 ? tests[0]! : naming
  // AWS: a Deny with NotPrincipal always hits IAM principals that have a permissions boundary, whatever it lists.
  return (environment) =>
    naming(environment) === unnamed || (environment.hasBoundary && environment.principal.hasIdentity) ? direct : unnamed
}

function compileEntry(kind: PrincipalKind, value: string): PrincipalTest {
  if (kind === 'AWS') return compileAws(value)
  if (kind === 'Service')
    return ({ principal }) => (principal.kind === 'service' && (value === '*' || principal.arn === value) ? direct : unnamed)
  if (kind === 'Federated')
    return ({ principal }) => (principal.kind === 'federated' && (value === '*' || principal.arn === value) ? direct : unnamed)
  // Canonical user ids are S3's own names for accounts; nothing in a request tells them.
  return () => unnamed
}

function compileAws(value: string): PrincipalTest {
  if (value === '*') return everyone
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1]
  if (account !== undefined)
    return ({ principal }) =>
      principal.hasIdentity && principal.accountId === account ? (principal.kind === 'root' ? direct : byAccount) : unnamed
  if (!value.startsWith('arn:')) return compileUniqueId(value)
  const role = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(value)
  if (role === null) return ({ principal }) => (principal.hasIdentity && principal.arn === value ? direct : unnamed)
  const [, owner, path = ''] = role
  const name = lastSegment(path)
  return ({ principal }) => {
    if (principal.kind === 'role') return principal.arn === value ? byRole : unnamed
    // A session's ARN lacks its role's path; role names are unique within an account, so the name decides.
    return principal.kind === 'session' && principal.accountId === owner && principal.name === name ? byRole : unnamed
  }
}

/** A unique id (AIDA…, AROA…) stands in a policy once its user or role was deleted; only `aws:userid` can still meet it. */
function compileUniqueId(value: string): PrincipalTest {
  return (environment) => {
    const id = environment.value(userId)
    if (typeof id !== 'string') return unnamed
    if (id === value) return direct
    return id.startsWith(`${value}:`) ? byRole : unnamed
  }
}
