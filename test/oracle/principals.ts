import type { EvaluationRequest } from '#iam/types.ts'
import type { PrincipalElement, Statement } from './documents.ts'
import type { Keys } from './keys.ts'

export type Caller = {
  readonly kind: 'user' | 'role' | 'session' | 'root' | 'federated_user' | 'service' | 'federated' | 'anonymous'
  readonly arn: string
  readonly account: string | undefined
  /** ARN of the user, role or root behind the request: what `aws:PrincipalArn` says. */
  readonly principalArn: string | undefined
  readonly name: string | undefined
}

/** IAM User Guide, reference_policies_elements_principal and reference_identifiers: the forms in which a caller is named. */
export function readCaller({ arn, type, accountId }: EvaluationRequest['principal'], givenArn?: string): Caller {
  if (type === 'service' || type === 'federated' || type === 'anonymous')
    return { kind: type, arn, account: undefined, principalArn: undefined, name: undefined }
  const fields = arn.split(':')
  const account = accountId ?? fields[4] ?? ''
  const parts = fields.slice(5).join(':').split('/')
  const [form = ''] = parts
  switch (form) {
    case 'user':
      return { kind: 'user', arn, account, principalArn: givenArn ?? arn, name: parts.at(-1) }
    case 'role':
      return { kind: 'role', arn, account, principalArn: givenArn ?? arn, name: parts.at(-1) }
    // "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that assumed the role."
    case 'assumed-role':
      return {
        kind: 'session',
        arn,
        account,
        principalArn: givenArn ?? `arn:${fields[1]}:iam::${account}:role/${parts[1]}`,
        name: parts[1],
      }
    case 'federated-user':
      return { kind: 'federated_user', arn, account, principalArn: givenArn ?? arn, name: parts[1] }
    default:
      return { kind: 'root', arn, account, principalArn: givenArn ?? arn, name: undefined }
  }
}

/** How a Principal element means a caller, from the widest to the most direct; it decides what the grant may bypass. */
export type Naming = 'none' | 'account' | 'role' | 'direct'
const directness: readonly Naming[] = ['none', 'account', 'role', 'direct']

function namingByEntry(kind: string, value: string, caller: Caller): Naming {
  if (kind === 'Service') return caller.kind === 'service' && caller.arn === value ? 'direct' : 'none'
  if (kind === 'Federated') return caller.kind === 'federated' && caller.arn === value ? 'direct' : 'none'
  // `{"AWS": "*"}` is the same as `"*"`: everyone, callers without credentials included.
  if (value === '*') return 'direct'
  const account = /^\d{12}$/u.test(value) ? value : /^arn:aws:iam::(\d{12}):root$/u.exec(value)?.[1]
  // "The account ARN or id delegates authority to the account": every principal of it is meant.
  // The root user has the account's own ARN, so it is named itself.
  if (account !== undefined) return caller.account !== account ? 'none' : caller.kind === 'root' ? 'direct' : 'account'
  if (caller.kind === 'role' && (value === caller.arn || value === caller.principalArn)) return 'role'
  if (caller.kind === 'session' && value === caller.principalArn) return 'role'
  return value === caller.arn && caller.account !== undefined ? 'direct' : 'none'
}

function namingBy(element: PrincipalElement, caller: Caller): Naming {
  if (element === '*') return 'direct'
  const found = Object.entries(element).flatMap(([kind, values]) => [values].flat().map((value) => namingByEntry(kind, value, caller)))
  return directness.findLast((naming) => found.includes(naming)) ?? 'none'
}

/** Account of an entry; entries of no account, such as `"*"`, have none. */
const accountOf = (value: string): string | undefined =>
  /^(\d{12})$/u.exec(value)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/u.exec(value)?.[1]
const isAccount = (value: string): boolean => /^\d{12}$/u.test(value) || value.endsWith(':root')

/**
 * NotPrincipal stands with Deny only and means everyone whom it does not list. The account has to be listed beside its user ("otherwise
 * the policy might deny access to the entire account"): AWS validates account, role and session one after the other, and the page's
 * examples, which list all of them, deny "all principals except the user" and "except the assumed-role user". So an account or a role
 * spares everyone in it only where nobody in it is listed.
 * "NotPrincipal with Deny will always deny any IAM principal that has a permissions boundary policy attached."
 */
function sparedBy(element: PrincipalElement, caller: Caller, hasBoundary: boolean): boolean {
  if (hasBoundary && caller.account !== undefined) return false
  if (element === '*') return true
  const near = [element['AWS'] ?? []].flat().filter((value) => accountOf(value) === caller.account)
  const naming = namingBy(element, caller)
  if (naming === 'account') return near.every(isAccount)
  const session = `:assumed-role/${caller.name}/`
  if (naming === 'role') return !near.some((value) => value.includes(session))
  return naming === 'direct'
}

export function namingIn(statement: Statement, caller: Caller, hasBoundary: boolean): Naming {
  if (statement.Principal !== undefined) return namingBy(statement.Principal, caller)
  if (statement.NotPrincipal !== undefined) return sparedBy(statement.NotPrincipal, caller, hasBoundary) ? 'none' : 'direct'
  return 'direct'
}

/** Keys of the context that AWS fills from the caller itself (reference_policies_condition-keys, properties of the principal). */
export function keysOfCaller(caller: Caller, organizationId: string | undefined): Record<string, string | undefined> {
  const hasAccount = caller.account !== undefined
  return {
    'aws:PrincipalArn': caller.principalArn,
    'aws:PrincipalAccount': caller.account,
    'aws:username': caller.kind === 'user' ? caller.name : undefined,
    'aws:PrincipalIsAWSService': caller.kind === 'anonymous' ? undefined : String(caller.kind === 'service'),
    'aws:PrincipalServiceName': caller.kind === 'service' ? caller.arn : undefined,
    'aws:PrincipalOrgID': hasAccount ? organizationId : undefined,
  }
}

export function principalArnGiven(keys: Keys): string | undefined {
  return keys.valuesOf('aws:PrincipalArn')?.[0]
}
