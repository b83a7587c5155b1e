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
const principalArn = keyRef('aws:PrincipalArn')
const accountForm = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/
const roleForm = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/
const everyone: PrincipalTest = () => direct

/** Compiles `Principal` or `NotPrincipal`. */
export function compilePrincipals(parsed: ParsedPrincipals): PrincipalTest {
  const tests = parsed.everyone
    ? [everyone]
    : parsed.entries.flatMap(({ kind, values }) =>
        parsed.negated && kind === 'AWS' ? compileSpared(values) : values.map((value) => compileEntry(kind, value)),
      )
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

/**
 * What a NotPrincipal spares. A user's account, and a session's role and account, are listed beside it because AWS validates them one after
 * the other; they spare nobody else: AWS's examples list all of them and deny everyone but the user, everyone but the session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function compileSpared(values: readonly string[]): readonly PrincipalTest[] {
  const withinAccount = new Set<string | undefined>()
  const withinRole = new Set<string>()
  for (const value of values) {
    if (accountForm.test(value)) continue
    const [, , , , account, what = ''] = value.split(':')
    withinAccount.add(account)
    const [kind, role] = what.split('/')
    if (kind === 'assumed-role') withinRole.add(`${account}/${role}`)
  }
  return values.flatMap((value) => {
    const account = accountForm.exec(value)?.[1]
    if (account !== undefined) return [withinAccount.has(account) ? rootOf(account) : compileAws(value)]
    const role = roleForm.exec(value)
    return role !== null && withinRole.has(`${role[1]}/${lastSegment(role[2] ?? '')}`) ? [] : [compileAws(value)]
  })
}

function rootOf(account: string): PrincipalTest {
  return ({ principal }) => (principal.kind === 'root' && principal.accountId === account ? direct : unnamed)
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
  const account = accountForm.exec(value)?.[1]
  if (account !== undefined)
    return ({ principal }) =>
      principal.hasIdentity && principal.accountId === account ? (principal.kind === 'root' ? direct : byAccount) : unnamed
  if (!value.startsWith('arn:')) return compileUniqueId(value)
  const role = roleForm.exec(value)
  if (role === null) return ({ principal }) => (principal.hasIdentity && principal.arn === value ? direct : unnamed)
  const [, owner, path = ''] = role
  const name = lastSegment(path)
  return (environment) => {
    const { principal } = environment
    if (principal.kind === 'role') return principal.arn === value ? byRole : unnamed
    if (principal.kind !== 'session' || principal.accountId !== owner || principal.name !== name) return unnamed
    // A session's ARN lacks its role's path. Where the role's ARN is given, it decides; else the name, which is unique within an account.
    const given = environment.value(principalArn)
    return given === undefined || given === principal.roleArn || given === value ? byRole : unnamed
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
